import "server-only";
import { findAccount } from "@/lib/db/accounts";
import { findFeedLinkByHash } from "@/lib/db/feed-links";
import { BADGE_LABEL, badgeMessage, badgeSvg } from "@/lib/domain/badge";
import type { ServiceContext } from "./context";
import { secretHash } from "./secret-hash";

/** One account's badge for whoever knows its secret; null when the secret is unknown. */
export async function readBadge(ctx: ServiceContext, secret: string): Promise<string | null> {
  const link = await findFeedLinkByHash(ctx.db, "badge", secretHash(secret));
  const account = link?.accountId == null ? null : await findAccount(ctx.db, link.accountId);
  return account === null ? null : badgeSvg(BADGE_LABEL, badgeMessage(account, ctx.now));
}
