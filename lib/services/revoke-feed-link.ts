import "server-only";
import { deleteFeedLinks, type FeedPlace } from "@/lib/db/feed-links";
import { authorize, type ServiceContext } from "./context";
import { recordAudit } from "./record-audit";

/** From now on the address answers nobody. */
export async function revokeFeedLink(ctx: ServiceContext, { kind, accountId }: FeedPlace): Promise<"revoked" | "none"> {
  authorize(ctx, "change_accounts");
  const revoked = await ctx.db.transaction(async (tx) => {
    if ((await deleteFeedLinks(tx, { kind, accountId })) === 0) return false;
    await recordAudit(ctx, tx, { action: "feed_link_revoked", detail: { kind, accountId } });
    return true;
  });
  if (!revoked) return "none";
  ctx.log.info({ event: "feed_link_revoked", kind, accountId }, "feed link revoked");
  return "revoked";
}
