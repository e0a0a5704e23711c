import type { Fault } from "./faults";

export type AccountType = "BUSINESS" | "MEDIA_CREATOR";

export const ACCOUNT_FAULTS = [
  "expired",
  "password_changed",
  "checkpoint",
  "unconfirmed_user",
  "app_removed",
  "personal_account",
  "no_tester_role",
  "permission_withdrawn",
  "invalid_token",
] as const;
export type AccountFault = (typeof ACCOUNT_FAULTS)[number];

/** Faults that a new consent heals, because the person has just shown up and agreed. */
const HEALED_BY_CONSENT: ReadonlySet<AccountFault> = new Set<AccountFault>([
  "expired",
  "password_changed",
  "app_removed",
  "permission_withdrawn",
  "invalid_token",
]);

export function isHealedByConsent(fault: AccountFault | null): boolean {
  return fault !== null && HEALED_BY_CONSENT.has(fault);
}

export interface Account {
  /** The professional account's id, `user_id` of `/me` (instagram-platform §5.2). */
  userId: string;
  /** Different for every app, `id` of `/me`. */
  appScopedId: string;
  /** Counts accounts from 1; part of their media ids. */
  serial: number;
  username: string;
  name: string;
  accountType: AccountType;
  followers: number;
  follows: number;
  mediaCount: number;
  hasTesterRole: boolean;
  personal: boolean;
  fault: AccountFault | null;
}

export type TokenEnd = "password_changed" | "app_removed" | "invalid_token" | "replaced";

export interface Token {
  token: string;
  kind: "short" | "long";
  userId: string;
  scopes: string[];
  /** Unix milliseconds, as are all instants of the store. */
  issuedAt: number;
  expiresAt: number;
  /** Why it was ended before its time, or null. */
  ended: TokenEnd | null;
}

export interface AuthorizationCode {
  code: string;
  redirectUri: string;
  userId: string;
  scopes: string[];
  issuedAt: number;
  used: boolean;
}

/** A consent page that was shown and not answered yet. */
export interface ConsentRequest {
  id: string;
  redirectUri: string;
  scopes: string[];
  state: string | null;
  createdAt: number;
}

export interface Store {
  accounts: Map<string, Account>;
  accountsByUsername: Map<string, Account>;
  accountsByAppScopedId: Map<string, Account>;
  tokens: Map<string, Token>;
  tokensOfAccount: Map<string, Set<Token>>;
  codes: Map<string, AuthorizationCode>;
  consentRequests: Map<string, ConsentRequest>;
  /** Every token and code ever issued, for searches in logs. */
  issuedSecrets: string[];
  /** In force for several accounts or calls; faults of one account are on the account. */
  faults: Fault[];
  lastUsedUserId: string | null;
  /** Grows with every change, so that a saver knows when to save. */
  revision: number;
}

const MAXIMUM_CODES = 5_000;
const MAXIMUM_CONSENT_REQUESTS = 5_000;
const MAXIMUM_TOKENS_OF_ACCOUNT = 40;

export function createStore(): Store {
  return {
    accounts: new Map(),
    accountsByUsername: new Map(),
    accountsByAppScopedId: new Map(),
    tokens: new Map(),
    tokensOfAccount: new Map(),
    codes: new Map(),
    consentRequests: new Map(),
    issuedSecrets: [],
    faults: [],
    lastUsedUserId: null,
    revision: 0,
  };
}

export function touch(store: Store): void {
  store.revision += 1;
}

export function putAccount(store: Store, account: Account): void {
  store.accounts.set(account.userId, account);
  store.accountsByUsername.set(account.username.toLowerCase(), account);
  store.accountsByAppScopedId.set(account.appScopedId, account);
  touch(store);
}

export function accountByUsername(store: Store, username: string): Account | undefined {
  return store.accountsByUsername.get(username.replace(/^@/, "").toLowerCase());
}

/** Both ids of an account lead to it (instagram-platform §13). */
export function accountByAnyId(store: Store, id: string): Account | undefined {
  return store.accounts.get(id) ?? store.accountsByAppScopedId.get(id);
}

export function tokensOf(store: Store, account: Account): Token[] {
  return [...(store.tokensOfAccount.get(account.userId) ?? [])];
}

function dropOldest<Value>(map: Map<string, Value>, maximum: number): void {
  for (const key of map.keys()) {
    if (map.size <= maximum) return;
    map.delete(key);
  }
}

/** The oldest tokens of an account are forgotten beyond a bound, so that years of refreshes fit in memory. */
export function putToken(store: Store, token: Token): void {
  const ofAccount = store.tokensOfAccount.get(token.userId) ?? new Set<Token>();
  store.tokens.set(token.token, token);
  ofAccount.add(token);
  store.tokensOfAccount.set(token.userId, ofAccount);
  for (const oldest of ofAccount) {
    if (ofAccount.size <= MAXIMUM_TOKENS_OF_ACCOUNT) break;
    ofAccount.delete(oldest);
    store.tokens.delete(oldest.token);
  }
  touch(store);
}

export function putCode(store: Store, code: AuthorizationCode): void {
  store.codes.set(code.code, code);
  dropOldest(store.codes, MAXIMUM_CODES);
  touch(store);
}

export function putConsentRequest(store: Store, request: ConsentRequest): void {
  store.consentRequests.set(request.id, request);
  dropOldest(store.consentRequests, MAXIMUM_CONSENT_REQUESTS);
  touch(store);
}
