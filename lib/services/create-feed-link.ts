import "server-only";
import { randomBytes, randomUUID } from "node:crypto";
import { findAccount } from "@/lib/db/accounts";
import { type FeedPlace, replaceFeedLink } from "@/lib/db/feed-links";
import { actorColumns, authorize, type ServiceContext } from "./context";
import { recordAudit } from "./record-audit";
import { secretHash } from "./secret-hash";

const SECRET_BYTES = 32;

export type CreateFeedLinkOutcome = { kind: "created"; secret: string } | { kind: "not_found" };

/** Makes the calendar's or a badge's address; one that was made before stops working. Nobody can read the secret later. */
export async function createFeedLink(ctx: ServiceContext, place: FeedPlace): Promise<CreateFeedLinkOutcome> {
  authorize(ctx, "change_accounts");
  const { kind, accountId } = place;
  if (accountId !== null && (await findAccount(ctx.db, accountId)) === null) return { kind: "not_found" };
  const secret = randomBytes(SECRET_BYTES).toString("base64url");
  const link = {
    id: randomUUID(),
    kind,
    accountId,
    secretHash: secretHash(secret),
    createdAt: ctx.now,
    createdBy: actorColumns(ctx).actorName ?? "Perennial",
  };
  await ctx.db.transaction(async (tx) => {
    await replaceFeedLink(tx, link);
    await recordAudit(ctx, tx, { action: "feed_link_created", detail: { kind, accountId } });
  });
  ctx.log.info({ event: "feed_link_created", kind, accountId }, "feed link created");
  return { kind: "created", secret };
}
