import "server-only";
import { createHash, randomBytes } from "node:crypto";
import { findLastConsent } from "@/lib/db/account-events";
import { type AccountRecord, findAccountsOfPerson } from "@/lib/db/accounts";
import type { Queryable } from "@/lib/db/client";
import { findDeletionRequest, finishDeletionRequest, insertDeletionRequest } from "@/lib/db/deletion-requests";
import { isUniqueViolation } from "@/lib/db/errors";
import { writeOut } from "@/lib/db/write-out";
import { type DeletionOutcome, isOvertakenDeletion } from "@/lib/domain/callback-rule";
import type { SignedRequest } from "@/lib/instagram/signed-request";
import { authorize, type ServiceContext } from "./context";
import { eraseAccount } from "./erase-account";
import { recordAudit } from "./record-audit";
import { recordEvent } from "./record-event";

const CODE_BYTES = 16;
const MOST_ATTEMPTS = 5;

export interface DeletePersonDataInput {
  request: SignedRequest;
  /** As Meta sent it: the same one again gets the same code and erases nothing more. */
  signedRequest: string;
  address: string;
}

/**
 * Erases everything of the person whom Meta's signed request names, and keeps a record without names of having done so.
 * Ids that nobody here has, test pings among them, get a code as well.
 *
 * @returns the confirmation code, by which the person can ask what became of it.
 */
export async function deletePersonData(
  ctx: ServiceContext,
  { request, signedRequest, address }: DeletePersonDataInput,
): Promise<{ code: string }> {
  authorize(ctx, "change_accounts");
  const requestHash = createHash("sha256").update(signedRequest).digest("base64url");
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
    const known = await findDeletionRequest(ctx.db, { requestHash });
    if (known !== null) return { code: known.code };
    try {
      const code = randomBytes(CODE_BYTES).toString("hex");
      if (!(await erase(ctx, { code, requestHash, request, address }))) continue;
      await emptyLog(ctx);
      return { code };
    } catch (error) {
      // The same request at the same moment: the other one's code is the answer.
      if (!isUniqueViolation(error)) throw error;
    }
  }
  throw new Error("The account changed again and again while its data was to be erased.");
}

interface Erasure {
  code: string;
  requestHash: string;
  request: SignedRequest;
  address: string;
}

/** False when a token changed in the meantime; then nothing at all was done. */
async function erase(ctx: ServiceContext, { code, requestHash, request, address }: Erasure): Promise<boolean> {
  try {
    await ctx.db.transaction(async (tx) => {
      await insertDeletionRequest(tx, { code, requestHash, receivedAt: ctx.now, finishedAt: null, outcome: null });
      const { meant, kept } = await accountsMeant(tx, request);
      for (const account of meant) {
        if (!(await eraseAccount(ctx, tx, account))) throw new Superseded();
        await recordEvent(ctx, tx, { accountId: null, kind: "data_deleted", tokenVersion: 0 });
      }
      await finishDeletionRequest(tx, code, { finishedAt: ctx.now, outcome: outcomeOf(meant.length, kept.length) });
      for (const { id } of meant) {
        await recordAudit(ctx, tx, { action: "data_deleted", subject: id, detail: { code }, address });
      }
      for (const { id } of kept) {
        const detail = { code, reason: "granted_again", issuedAt: request.issuedAt.toISOString() };
        await recordAudit(ctx, tx, { action: "data_deleted", outcome: "refused", subject: id, detail, address });
      }
    });
    return true;
  } catch (error) {
    if (error instanceof Superseded) return false;
    throw error;
  }
}

/** Somebody was quicker; the whole erasure begins again. */
class Superseded extends Error {}

/** The erasure stands, whatever goes wrong here. */
async function emptyLog({ db, log }: ServiceContext): Promise<void> {
  try {
    await writeOut(db);
  } catch (error) {
    log.warn({ event: "erasure_not_written_out", err: error }, "what was erased may stay in SQLite's log for a while");
  }
}

function outcomeOf(erased: number, kept: number): DeletionOutcome {
  if (kept > 0) return "granted_again";
  return erased > 0 ? "erased" : "nothing_stored";
}

/** `kept` was granted again after the request was made: that is not what it speaks of. */
async function accountsMeant(
  tx: Queryable,
  { userId, issuedAt }: SignedRequest,
): Promise<{ meant: AccountRecord[]; kept: AccountRecord[] }> {
  const found: { meant: AccountRecord[]; kept: AccountRecord[] } = { meant: [], kept: [] };
  for (const account of await findAccountsOfPerson(tx, userId)) {
    const consentAt = (await findLastConsent(tx, account.id)) ?? account.connectedAt;
    found[isOvertakenDeletion(issuedAt, consentAt) ? "kept" : "meant"].push(account);
  }
  return found;
}
