import "server-only";
import { randomUUID } from "node:crypto";
import { NO_PREVIOUS_TOKEN } from "@/lib/db/account-tokens";
import {
  type AccountRecord,
  findAccountByInstagramUserId,
  insertAccount,
  revokeLease,
  updateAccountAtVersion,
} from "@/lib/db/accounts";
import { isUniqueViolation } from "@/lib/db/errors";
import { insertNotices } from "@/lib/db/notices";
import { planAccount } from "@/lib/domain/account-plan";
import { noticesOfChange } from "@/lib/domain/notice-rule";
import { plainLine, searchText } from "@/lib/domain/plain-line";
import type { Profile } from "@/lib/instagram/responses";
import { profileColumns } from "./account-profile";
import type { ServiceContext } from "./context";
import { storeToken } from "./store-token";

const MOST_ATTEMPTS = 3;

export interface AdoptInput {
  /** Instagram's `user_id`: the account's key. */
  instagramUserId: string;
  profile: Profile;
  token: string;
  issuedAt: Date;
  issuedAtAssumed: boolean;
  expiresAt: Date;
  expiryAssumed: boolean;
  /** Null: Instagram did not tell; what was known of a connected account stays. */
  scopes: string[] | null;
  missingScopes: string[];
  /** Null: an existing label stays. */
  label: string | null;
  how: "connected" | "imported";
}

/**
 * Makes a working token an account's token: a new account's, or in place of the one that is there, whoever brought it.
 * The account is found by Instagram's `user_id`, so that connecting again never makes a second row.
 */
export async function adoptToken(
  ctx: ServiceContext,
  input: AdoptInput,
): Promise<{ accountId: string; isNew: boolean }> {
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
    const existing = await findAccountByInstagramUserId(ctx.db, input.instagramUserId);
    const accountId = existing === null ? await adoptNew(ctx, input) : await adoptAgain(ctx, input, existing);
    if (accountId !== null) return { accountId, isNew: existing === null };
  }
  throw new Error("The account changed again and again while its token was stored.");
}

function tokenColumns({ token, issuedAt, issuedAtAssumed, expiresAt, expiryAssumed }: AdoptInput) {
  return { token, issuedAt, issuedAtAssumed, expiresAt, expiryAssumed, previous: NO_PREVIOUS_TOKEN };
}

/** Null when a colleague connected the same account at the same moment. */
async function adoptNew(ctx: ServiceContext, input: AdoptInput): Promise<string | null> {
  const { instagramUserId, profile } = input;
  const accountId = randomUUID();
  const label = plainLine(input.label ?? "");
  const columns = profileColumns(NOTHING_KNOWN, profile);
  try {
    await storeToken(ctx, {
      accountId,
      version: 1,
      ...tokenColumns(input),
      swap: async (tx, facts) => {
        const account = {
          ...newAccount(accountId, instagramUserId, label),
          ...columns,
          searchText: searchText(columns.username, columns.name, label),
          ...facts,
          ...grantColumns(input),
          ...answered(ctx.now),
          connectedAt: ctx.now,
        };
        await insertAccount(tx, { ...account, ...planAccount(account, ctx.now) });
        return true;
      },
      event: { kind: input.how },
    });
    return accountId;
  } catch (error) {
    if (isUniqueViolation(error)) return null;
    throw error;
  }
}

/** Null when the account's token changed in the meantime. */
async function adoptAgain(ctx: ServiceContext, input: AdoptInput, existing: AccountRecord): Promise<string | null> {
  const label = input.label === null ? existing.label : plainLine(input.label);
  const columns = profileColumns(existing, input.profile);
  const change = {
    ...columns,
    searchText: searchText(columns.username, columns.name, label),
    ...grantColumns(input),
    ...answered(ctx.now),
    label,
    ...(existing.disconnectedAt === null ? {} : { disconnectedAt: null, connectedAt: ctx.now }),
  };
  const kind = input.how === "connected" && existing.disconnectedAt === null ? "reconnected" : input.how;
  const result = await storeToken(ctx, {
    accountId: existing.id,
    version: existing.tokenVersion + 1,
    ...tokenColumns(input),
    swap: async (tx, facts) => {
      const account = { ...existing, ...facts, ...change };
      const planned = { ...facts, ...change, ...planAccount(account, ctx.now) };
      const swapped = await updateAccountAtVersion(tx, existing.id, existing.tokenVersion, planned);
      if (!swapped) return false;
      await revokeLease(tx, existing.id);
      await insertNotices(
        tx,
        noticesOfChange(existing, account, ctx.now).map((notice) => ({ ...notice, at: ctx.now })),
      );
      return true;
    },
    event: { kind, expiresBefore: existing.disconnectedAt === null ? existing.expiresAt : null },
  });
  return result === "stored" ? existing.id : null;
}

function grantColumns({ scopes, missingScopes }: AdoptInput) {
  return scopes === null ? {} : { scopes: scopes.join(","), missingScopes: missingScopes.join(",") };
}

/** Instagram has just told the profile: the token works. */
function answered(now: Date) {
  return { lastCheckedAt: now, lastCheckOutcome: "works", lastAnswer: "works" as const, lastAnsweredAt: now };
}

const NOTHING_KNOWN = { name: "", accountType: "", followersCount: null, pictureUrl: null };

function newAccount(id: string, instagramUserId: string, label: string) {
  return {
    id,
    instagramUserId,
    label,
    scopes: "",
    missingScopes: "",
    disconnectedAt: null,
    lastRenewedAt: null,
    leaseId: null,
    leaseExpiresAt: null,
    autoRenew: true,
  };
}
