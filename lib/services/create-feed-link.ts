import "server-only";
import { randomBytes, randomUUID } from "node:crypto";
import { findAccount } from "@/lib/db/accounts";
import { type FeedPlace, replaceFeedLink } from "@/lib/db/feed-links";
import { authorize, type PersonContext } from "./context";
import { recordAudit } from "./record-audit";
import { requireProof } from "./require-proof";
import { secretHash } from "./secret-hash";

const SECRET_BYTES = 32;

export type CreateFeedLinkOutcome = { kind: "created"; secret: string } | { kind: "not_found" };

/**
 * Makes the calendar's or a badge's address; one that was made before stops working. Nobody can read the secret later.
 * A badge is made to be published and names no account; the calendar names all of them.
 *
 * @throws AppError `proof_needed` for the calendar.
 */
export async function createFeedLink(ctx: PersonContext, place: FeedPlace): Promise<CreateFeedLinkOutcome> {
  authorize(ctx, "change_accounts");
  const { kind, accountId } = place;
  if (kind === "calendar") requireProof(ctx);
  if (accountId !== null && (await findAccount(ctx.db, accountId)) === null) return { kind: "not_found" };
  const secret = randomBytes(SECRET_BYTES).toString("base64url");
  const link = {
    id: randomUUID(),
    kind,
    accountId,
    secretHash: secretHash(secret),
    createdAt: ctx.now,
    createdBy: ctx.actor.name,
  };
  await ctx.db.transaction(async (tx) => {
    await replaceFeedLink(tx, link);
    await recordAudit(ctx, tx, { action: "feed_link_created", detail: { kind, accountId } });
  });
  ctx.log.info({ event: "feed_link_created", kind, accountId }, "feed link created");
  return { kind: "created", secret };
}
