import "server-only";
import { deleteFeedLinks, type FeedPlace } from "@/lib/db/feed-links";
import { authorize, type ServiceContext } from "./context";

/** From now on the address answers nobody. */
export async function revokeFeedLink(ctx: ServiceContext, { kind, accountId }: FeedPlace): Promise<"revoked" | "none"> {
  authorize(ctx, "change_accounts");
  const count = await deleteFeedLinks(ctx.db, { kind, accountId });
  if (count === 0) return "none";
  ctx.log.info({ event: "feed_link_revoked", kind, accountId }, "feed link revoked");
  return "revoked";
}
