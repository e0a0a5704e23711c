import "server-only";
import { type FeedPlace, findFeedLink } from "@/lib/db/feed-links";
import type { FeedLinkView } from "@/lib/domain/feed-link";
import { authorize, type ServiceContext } from "./context";

/** Whether there is an address, since when and by whom. The address itself is told once, when it is made. */
export async function readFeedLink(ctx: ServiceContext, place: FeedPlace): Promise<FeedLinkView | null> {
  authorize(ctx, "see_accounts");
  const link = await findFeedLink(ctx.db, place);
  return link === null ? null : { createdAt: link.createdAt, createdBy: link.createdBy };
}
