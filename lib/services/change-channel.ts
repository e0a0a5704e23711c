import "server-only";
import { type ChannelRow, findChannel, updateChannel } from "@/lib/db/notice-channels";
import { giveUpDeliveries } from "@/lib/db/notice-deliveries";
import { parseTarget } from "@/lib/domain/channel-target";
import { CHANNEL_TEXT } from "@/lib/domain/notice-text";
import { plainLine } from "@/lib/domain/plain-line";
import { type ChannelProblems, NO_EVENTS, parseEvents } from "./channel-input";
import { channelContext } from "./channel-target";
import { authorize, type PersonContext } from "./context";
import { recordAudit } from "./record-audit";
import { requireProof } from "./require-proof";

export interface ChannelChange {
  channelId: string;
  name?: string;
  /** Blank: the address stays as it is. */
  target?: string;
  events?: readonly string[];
  enabled?: boolean;
}

export type ChangeChannelOutcome =
  | { kind: "changed"; name: string }
  | { kind: "invalid"; problems: ChannelProblems }
  | { kind: "not_found" };

const SWITCHED_OFF = "The channel was switched off before this was sent. Switch it on and resend.";

/**
 * Changes what is given. What still waits for a channel that is switched off is given up, not sent weeks later.
 *
 * @throws AppError `proof_needed` for another address.
 */
export async function changeChannel(ctx: PersonContext, change: ChannelChange): Promise<ChangeChannelOutcome> {
  authorize(ctx, "change_notices");
  const newTarget = change.target?.trim() ?? "";
  if (newTarget !== "") requireProof(ctx);
  const channel = await findChannel(ctx.db, change.channelId);
  if (channel === null) return { kind: "not_found" };
  const columns: Parameters<typeof updateChannel>[2] = {};
  const problems: ChannelProblems = {};
  if (change.name !== undefined) columns.name = plainLine(change.name) || CHANNEL_TEXT[channel.kind];
  if (change.enabled !== undefined) columns.enabled = change.enabled;
  if (change.events !== undefined) {
    const events = parseEvents(change.events);
    if (events === null) problems.events = NO_EVENTS;
    else columns.events = events;
  }
  if (newTarget !== "") {
    const target = parseTarget(channel.kind, newTarget);
    if (!target.ok) problems.target = target.problem;
    else Object.assign(columns, sealed(ctx, channel, target));
  }
  if (Object.keys(problems).length > 0) return { kind: "invalid", problems };
  const changed = await ctx.db.transaction(async (tx) => {
    if (!(await updateChannel(tx, channel.id, columns))) return false;
    if (change.enabled === false) await giveUpDeliveries(tx, channel.id, SWITCHED_OFF);
    await recordAudit(ctx, tx, { action: "channel_changed", subject: channel.name, detail: changeDetail(columns) });
    return true;
  });
  if (!changed) return { kind: "not_found" };
  ctx.log.info({ event: "channel_changed", channelId: channel.id, changed: Object.keys(columns) }, "channel changed");
  return { kind: "changed", name: columns.name ?? channel.name };
}

/** What became of the channel: its new name and switch, and which of the other things are new. */
function changeDetail({ name, enabled, events, targetHint }: Parameters<typeof updateChannel>[2]) {
  return {
    ...(name === undefined ? {} : { name }),
    ...(enabled === undefined ? {} : { enabled }),
    ...(events === undefined ? {} : { events: events.join(", ") }),
    ...(targetHint === undefined ? {} : { target: targetHint }),
  };
}

function sealed(ctx: PersonContext, { id }: ChannelRow, { target, hint }: { target: string; hint: string }) {
  return { sealedTarget: ctx.vault.seal(target, channelContext(id)), targetHint: hint };
}
