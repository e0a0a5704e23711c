import "server-only";
import { timingSafeEqual } from "node:crypto";
import { findToken } from "@/lib/db/account-tokens";
import { findAccountByInstagramUserId } from "@/lib/db/accounts";
import { type ImportOutcome, importedLife } from "@/lib/domain/import-outcome";
import { adoptToken } from "./adopt-token";
import { authorize, type ServiceContext } from "./context";
import type { ImportLine } from "./read-import-lines";
import { tokenContext } from "./store-token";

/** Takes one pasted token: asks `/me` whose it is, and stores it only when Instagram answers. */
export async function importToken(
  ctx: ServiceContext,
  { token, issuedAt, expiresAt, label }: Omit<ImportLine, "line">,
): Promise<{ outcome: ImportOutcome; accountId: string | null }> {
  authorize(ctx, "change_accounts");
  const life = importedLife({ issuedAt, expiresAt }, ctx.now);
  if (typeof life === "string") return { outcome: { kind: "bad_dates", problem: life }, accountId: null };
  const answer = await ctx.instagram.readProfile(token);
  if (!answer.ok) {
    const { reason, message } = answer.failure;
    return { outcome: { kind: "failed", reason, message }, accountId: null };
  }
  const profile = answer.value;
  if (profile.userId === null)
    return { outcome: { kind: "failed", reason: "not_eligible", message: "" }, accountId: null };
  const stored = await findStored(ctx, profile.userId);
  if (stored !== null && isSameText(stored.token, token)) {
    return { outcome: { kind: "already_stored", username: profile.username }, accountId: stored.accountId };
  }
  const { accountId, isNew } = await adoptToken(ctx, {
    instagramUserId: profile.userId,
    profile,
    token,
    ...life,
    scopes: null,
    missingScopes: [],
    label,
    how: "imported",
  });
  const { expiryAssumed } = life;
  return {
    outcome: { kind: "imported", username: profile.username, isNew, expiresAt: life.expiresAt, expiryAssumed },
    accountId,
  };
}

async function findStored(
  ctx: ServiceContext,
  instagramUserId: string,
): Promise<{ accountId: string; token: string } | null> {
  const account = await findAccountByInstagramUserId(ctx.db, instagramUserId);
  const sealed = account === null ? null : await findToken(ctx.db, account.id);
  if (account === null || sealed === null) return null;
  return { accountId: account.id, token: ctx.vault.open(sealed.sealed, tokenContext(account.id)) };
}

function isSameText(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
