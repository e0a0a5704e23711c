import { LONG_LIVED_TOKEN_LIFE, SHORT_LIVED_TOKEN_LIFE } from "./durations";
import { type GraphFailure, graphFailures } from "./errors";
import type { ReadRequest } from "./message";
import { pacificTime } from "./pacific-time";
import { BASE64URL } from "./random";
import { BASIC_SCOPE } from "./scopes";
import { type Account, putToken, type Token, type TokenEnd, tokensOf, touch } from "./store";
import type { World } from "./world";

const LENGTH_WITHOUT_PREFIX = { minimum: 150, maximum: 200 };
const ENDING = "ZD";

export interface NewToken {
  account: Account;
  kind: "short" | "long";
  scopes: readonly string[];
  /** Unix milliseconds; now when left out. */
  issuedAt?: number;
  /** Unix milliseconds; an hour or 60 days after the issue when left out. */
  expiresAt?: number;
}

export type TokenVerdict = { ok: true; token: Token; account: Account } | { ok: false; failure: GraphFailure };

export function issueToken(world: World, { account, kind, scopes, ...times }: NewToken): Token {
  const { minimum, maximum } = LENGTH_WITHOUT_PREFIX;
  const length = world.random.integer(minimum, maximum) - ENDING.length;
  const issuedAt = times.issuedAt ?? world.clock.now();
  const life = kind === "long" ? LONG_LIVED_TOKEN_LIFE : SHORT_LIVED_TOKEN_LIFE;
  const token: Token = {
    token: `IGAA${world.random.text(length, BASE64URL)}${ENDING}`,
    kind,
    userId: account.userId,
    scopes: [...scopes],
    issuedAt,
    expiresAt: times.expiresAt ?? issuedAt + life,
    ended: null,
  };
  putToken(world.store, token);
  world.store.issuedSecrets.push(token.token);
  return token;
}

/** Ends every token of the account that is not ended yet. */
export function endTokens(world: World, account: Account, end: TokenEnd): void {
  for (const token of tokensOf(world.store, account)) token.ended ??= end;
  touch(world.store);
}

/** Lets every living token of the account expire now. */
export function expireTokens(world: World, account: Account): void {
  const now = world.clock.now();
  for (const token of tokensOf(world.store, account)) {
    token.expiresAt = Math.min(token.expiresAt, now);
  }
  touch(world.store);
}

/** The token of a request: query, or Authorization header as Graph also takes it. */
export function tokenTextOf(request: ReadRequest): string | null {
  const bearer = /^(?:Bearer|OAuth)\s+(\S+)$/i.exec(request.headers.authorization ?? "")?.[1];
  return request.query.get("access_token") ?? bearer ?? null;
}

const END_FAILURES: Record<TokenEnd, (world: World) => GraphFailure> = {
  password_changed: () => graphFailures.passwordChanged(),
  app_removed: (world) => graphFailures.appRemoved(world.app.clientId),
  invalid_token: () => graphFailures.cannotParse(),
  replaced: () => graphFailures.cannotParse(),
};

function failureOf(world: World, token: Token, account: Account): GraphFailure | null {
  const now = world.clock.now();
  if (token.ended !== null) return END_FAILURES[token.ended](world);
  if (token.expiresAt <= now) {
    return graphFailures.sessionExpired(pacificTime(token.expiresAt), pacificTime(now));
  }
  if (account.fault === "checkpoint") return graphFailures.checkpoint();
  if (account.fault === "unconfirmed_user") return graphFailures.unconfirmedUser();
  if (!account.hasTesterRole || account.fault === "no_tester_role") {
    return graphFailures.unsupportedRequest("get");
  }
  if (account.personal || account.fault === "personal_account") return graphFailures.notBusiness();
  if (account.fault === "permission_withdrawn" || !token.scopes.includes(BASIC_SCOPE)) {
    return graphFailures.permissionMissing();
  }
  return null;
}

/** Whether the token would be accepted now, and Instagram's words if not (instagram-platform §4.4, §6.2). */
export function judgeToken(world: World, text: string | null): TokenVerdict {
  if (text === null || text === "") return { ok: false, failure: graphFailures.missingToken() };
  const token = world.store.tokens.get(text);
  const account = token && world.store.accounts.get(token.userId);
  if (token === undefined || account === undefined) {
    return { ok: false, failure: graphFailures.cannotParse() };
  }
  const failure = failureOf(world, token, account);
  return failure === null ? { ok: true, token, account } : { ok: false, failure };
}
