import "server-only";
import { deleteChannelRow, findChannel } from "@/lib/db/notice-channels";
import { authorize, type ServiceContext } from "./context";
import { recordAudit } from "./record-audit";

/** Removes a channel with its log and whatever still waits for it. */
export async function deleteChannel(
  ctx: ServiceContext,
  { channelId }: { channelId: string },
): Promise<{ kind: "deleted" | "not_found" }> {
  authorize(ctx, "change_notices");
  const channel = await findChannel(ctx.db, channelId);
  if (channel === null) return { kind: "not_found" };
  const { name: subject, kind, targetHint: target } = channel;
  const deleted = await ctx.db.transaction(async (tx) => {
    if (!(await deleteChannelRow(tx, channelId))) return false;
    await recordAudit(ctx, tx, { action: "channel_deleted", subject, detail: { kind, target } });
    return true;
  });
  if (!deleted) return { kind: "not_found" };
  ctx.log.info({ event: "channel_deleted", channelId }, "notice channel deleted");
  return { kind: "deleted" };
}
