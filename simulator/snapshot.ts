import type { ClockState } from "./clock";
import type { Fault } from "./faults";
import type { RandomState } from "./random";
import {
  type Account,
  type AuthorizationCode,
  type ConsentRequest,
  createStore,
  putAccount,
  putCode,
  putConsentRequest,
  putToken,
  type Token,
} from "./store";
import { DEFAULT_SWITCHES, type Switches } from "./switches";
import type { World } from "./world";

const FORMAT = 1;

/** The whole world as plain JSON. */
export interface Snapshot {
  format: number;
  random: RandomState;
  clock: ClockState;
  clientSecret: string;
  redirectUris: string[];
  switches: Switches;
  accounts: Account[];
  tokens: Token[];
  codes: AuthorizationCode[];
  consentRequests: ConsentRequest[];
  faults: Fault[];
  issuedSecrets: string[];
  lastUsedUserId: string | null;
}

export function takeSnapshot({ app, clock, random, store, switches }: World): Snapshot {
  return {
    format: FORMAT,
    random: random.state(),
    clock: clock.state(),
    clientSecret: app.clientSecret,
    redirectUris: app.redirectUris,
    switches,
    accounts: [...store.accounts.values()],
    tokens: [...store.tokens.values()],
    codes: [...store.codes.values()],
    consentRequests: [...store.consentRequests.values()],
    faults: store.faults,
    issuedSecrets: store.issuedSecrets,
    lastUsedUserId: store.lastUsedUserId,
  };
}

function isSnapshot(value: unknown): value is Snapshot {
  return typeof value === "object" && value !== null && "format" in value && value.format === FORMAT;
}

/** Throws on text that is no snapshot: silently starting anew would lose tokens. */
export function parseSnapshot(text: string): Snapshot {
  const value: unknown = JSON.parse(text);
  if (!isSnapshot(value)) throw new Error("Not a state file of this simulator.");
  return value;
}

/** Puts the world back as it was; a secret given at this start wins over the saved one. */
export function restoreSnapshot(world: World, snapshot: Snapshot, { keepSecret }: { keepSecret: boolean }): void {
  const store = createStore();
  for (const account of snapshot.accounts) putAccount(store, account);
  for (const token of snapshot.tokens) putToken(store, token);
  for (const code of snapshot.codes) putCode(store, code);
  for (const request of snapshot.consentRequests) putConsentRequest(store, request);
  store.faults = snapshot.faults;
  store.issuedSecrets = snapshot.issuedSecrets;
  store.lastUsedUserId = snapshot.lastUsedUserId;
  world.store = store;
  if (!keepSecret) world.app.clientSecret = snapshot.clientSecret;
  world.app.redirectUris = [...new Set([...world.app.redirectUris, ...snapshot.redirectUris])];
  world.switches = { ...DEFAULT_SWITCHES, ...snapshot.switches };
  world.random.restore(snapshot.random);
  world.clock.restore(snapshot.clock);
}
