import "server-only";
import { findToken } from "@/lib/db/account-tokens";
import { findAccount } from "@/lib/db/accounts";
import { findSetting } from "@/lib/db/setting-rows";
import { boundedLine } from "@/lib/domain/plain-line";
import { type RevealRefusal, revealRefusal } from "@/lib/domain/reveal-rule";
import { authorize, type PersonContext } from "./context";
import { recordAudit } from "./record-audit";
import { recordEvent } from "./record-event";
import { requireProof } from "./require-proof";
import { REVEAL_SETTING, SWITCHED_OFF } from "./reveal-switch";
import { tokenContext } from "./store-token";
import { enforceRateLimit } from "./take-rate-limit";

/** Characters. Without a proxy in front, a header says what it likes. */
const LONGEST_ADDRESS = 200;

export type RevealOutcome = { kind: "revealed"; token: string } | { kind: "refused"; refusal: RevealRefusal };

/**
 * The one way by which a token leaves: to a person who may, has just proved who they are, and whose name, address and
 * time stand in the history before it goes.
 *
 * @throws AppError `forbidden`, `proof_needed`, `too_many_requests`, and the vault's codes.
 */
export async function revealToken(ctx: PersonContext, { accountId }: { accountId: string }): Promise<RevealOutcome> {
  authorize(ctx, "reveal_tokens");
  requireProof(ctx);
  await enforceRateLimit(ctx, "reveal", ctx.actor.userId);
  const [account, sealed] = await Promise.all([findAccount(ctx.db, accountId), findToken(ctx.db, accountId)]);
  const refusal = revealRefusal(account, ctx.now);
  if (refusal !== null) return { kind: "refused", refusal };
  if (account === null || sealed === null) return { kind: "refused", refusal: "not_found" };
  const { tokenVersion } = account;
  // Opened first, so that a key which is missing leaves no line of a token that nobody got.
  const token = ctx.vault.open(sealed.sealed, tokenContext(accountId));
  const written = await ctx.db
    .transaction(async (tx) => {
      const detail = `From ${boundedLine(ctx.actor.address, LONGEST_ADDRESS)}.`;
      await recordEvent(ctx, tx, { accountId, kind: "token_revealed", tokenVersion, detail });
      await recordAudit(ctx, tx, { action: "token_revealed", subject: accountId });
      // Read after the audit log's turn, which switching off takes too: whoever comes second sees the other.
      if ((await findSetting(tx, REVEAL_SETTING)) === SWITCHED_OFF) throw new SwitchedOffMeanwhile();
    })
    .then(
      () => true,
      (error: unknown) => {
        if (error instanceof SwitchedOffMeanwhile) return false;
        throw error;
      },
    );
  return written ? { kind: "revealed", token } : { kind: "refused", refusal: "switched_off" };
}

/** Takes the history line back: no token leaves. */
class SwitchedOffMeanwhile extends Error {}
