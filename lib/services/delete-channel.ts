import "server-only";
import { deleteChannelRow } from "@/lib/db/notice-channels";
import { authorize, type ServiceContext } from "./context";

/** Removes a channel with its log and whatever still waits for it. */
export async function deleteChannel(
  ctx: ServiceContext,
  { channelId }: { channelId: string },
): Promise<{ kind: "deleted" | "not_found" }> {
  authorize(ctx, "change_notices");
  if (!(await deleteChannelRow(ctx.db, channelId))) return { kind: "not_found" };
  ctx.log.info({ event: "channel_deleted", channelId }, "notice channel deleted");
  return { kind: "deleted" };
}
