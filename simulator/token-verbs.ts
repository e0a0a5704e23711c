import { type AccountName, addAccount, requireAccount } from "./account-verbs";
import { ControlError } from "./control-error";
import { BASIC_SCOPE, SCOPES } from "./scopes";
import { type Account, accountByUsername, isHealedByConsent, type Token, tokensOf } from "./store";
import { issueToken, judgeToken } from "./tokens";
import type { World } from "./world";

export interface TokenInput {
  username: string;
  scopes?: string[];
  /** Unix milliseconds on the simulator's clock. */
  issuedAt?: number;
  expiresAt?: number;
  kind?: "long" | "short";
}

export interface IssuedToken {
  username: string;
  token: string;
  userId: string;
  appScopedId: string;
  issuedAt: number;
  expiresAt: number;
}

function issueTo(world: World, account: Account, input: TokenInput): IssuedToken {
  const { kind = "long", scopes = [BASIC_SCOPE], issuedAt, expiresAt } = input;
  const unknown = scopes.find((scope) => !SCOPES.has(scope));
  if (unknown !== undefined) throw new ControlError("invalid_input", `Unknown scope ${unknown}.`);
  if (account.fault !== "permission_withdrawn" && isHealedByConsent(account.fault)) {
    account.fault = null;
  }
  const issued = issueToken(world, { account, kind, scopes, issuedAt, expiresAt });
  return {
    username: account.username,
    token: issued.token,
    userId: account.userId,
    appScopedId: account.appScopedId,
    issuedAt: issued.issuedAt,
    expiresAt: issued.expiresAt,
  };
}

/** Meta's "Generate token" button: a token without consent (instagram-platform §11.7). */
export function issueTokenTo(world: World, input: TokenInput): IssuedToken {
  return issueTo(world, requireAccount(world, { username: input.username }), input);
}

/** Many at once; accounts that do not exist yet are made. */
export function issueTokens(world: World, inputs: readonly TokenInput[]): IssuedToken[] {
  return inputs.map((input) => {
    if (accountByUsername(world.store, input.username) === undefined) {
      addAccount(world, { username: input.username });
    }
    return issueTokenTo(world, input);
  });
}

/** What Instagram knows of one token, whoever holds it; null for a text that is none of its tokens. */
export function lookAtToken(world: World, text: string): Token | null {
  const token = world.store.tokens.get(text);
  return token === undefined ? null : { ...token };
}

/** The account's tokens that would be accepted now, newest last. */
export function validTokens(world: World, name: AccountName): string[] {
  return tokensOf(world.store, requireAccount(world, name))
    .map(({ token }) => token)
    .filter((token) => judgeToken(world, token).ok);
}
