import "server-only";
import { v7 as timeOrderedId } from "uuid";
import { countChannels, insertChannel } from "@/lib/db/notice-channels";
import { parseTarget } from "@/lib/domain/channel-target";
import { CHANNEL_KINDS } from "@/lib/domain/notice";
import { CHANNEL_TEXT } from "@/lib/domain/notice-text";
import { plainLine } from "@/lib/domain/plain-line";
import { type ChannelProblems, NO_EVENTS, parseEvents } from "./channel-input";
import { channelContext, newWebhookSecret } from "./channel-target";
import { authorize, type PersonContext } from "./context";
import { canSendMail } from "./list-channels";
import { recordAudit } from "./record-audit";
import { requireProof } from "./require-proof";

const MOST_CHANNELS = 50;

export interface ChannelInput {
  kind: string;
  name: string;
  target: string;
  events: readonly string[];
}

export type CreateChannelOutcome =
  /** `secret` signs what a webhook is sent; it leaves the server here and never again. */
  { kind: "created"; id: string; name: string; secret: string | null } | { kind: "invalid"; problems: ChannelProblems };

/**
 * Adds a place that notices go to. Its address is kept sealed: whoever knows an incoming webhook can write to it.
 *
 * @throws AppError `proof_needed`.
 */
export async function createChannel(ctx: PersonContext, input: ChannelInput): Promise<CreateChannelOutcome> {
  authorize(ctx, "change_notices");
  requireProof(ctx);
  const kind = CHANNEL_KINDS.find((known) => known === input.kind);
  if (kind === undefined) return invalid({ kind: "Choose what kind of channel this is." });
  if (kind === "email" && !canSendMail(ctx.settings)) {
    return invalid({ kind: "No mail server is set. Set SMTP_URL and MAIL_FROM and restart Perennial." });
  }
  const target = parseTarget(kind, input.target);
  const events = parseEvents(input.events);
  if (!target.ok || events === null) {
    return invalid({
      ...(target.ok ? {} : { target: target.problem }),
      ...(events === null ? { events: NO_EVENTS } : {}),
    });
  }
  if ((await countChannels(ctx.db)) >= MOST_CHANNELS) {
    return invalid({ kind: `There are ${MOST_CHANNELS} channels already. Delete one that is no longer needed.` });
  }
  const id = timeOrderedId();
  const secret = kind === "webhook" ? newWebhookSecret() : null;
  const name = plainLine(input.name) || CHANNEL_TEXT[kind];
  const channel = {
    id,
    kind,
    name,
    sealedTarget: ctx.vault.seal(target.target, channelContext(id)),
    targetHint: target.hint,
    sealedSecret: secret === null ? null : ctx.vault.seal(secret, channelContext(id)),
    events,
    enabled: true,
    createdAt: ctx.now,
  };
  await ctx.db.transaction(async (tx) => {
    await insertChannel(tx, channel);
    await recordAudit(ctx, tx, { action: "channel_created", subject: name, detail: { kind, target: target.hint } });
  });
  ctx.log.info({ event: "channel_created", channelId: id, kind }, "notice channel created");
  return { kind: "created", id, name, secret };
}

function invalid(problems: ChannelProblems): CreateChannelOutcome {
  return { kind: "invalid", problems };
}
