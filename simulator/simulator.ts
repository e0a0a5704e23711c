import * as accounts from "./account-verbs";
import { answerCall, userIdOf } from "./answer-call";
import { type AppOptions, createApp } from "./app";
import * as appVerbs from "./app-verbs";
import { createCallLog, type Stats } from "./call-log";
import { type ClockMove, createClock, millisecondsOf, standingStill } from "./clock";
import { createFault, type FaultInput } from "./faults";
import { type Answer, readRequest, type SimulatorRequest } from "./message";
import { type CallbackAnswer, type PostCallback, postCallback } from "./post-callback";
import { createRandom } from "./random";
import { findRoute } from "./router";
import { seedWorld } from "./seed-world";
import { restoreSnapshot, type Snapshot, takeSnapshot } from "./snapshot";
import { describeState, type SimulatorState } from "./state";
import { type Account, type AccountFault, createStore, type Token, touch } from "./store";
import { DEFAULT_SWITCHES, type Switches } from "./switches";
import * as tokens from "./token-verbs";
import type { World } from "./world";

export interface SimulatorOptions {
  seed?: number | string;
  /** Unix milliseconds; the simulator's clock runs beside it. */
  now?: () => number;
  app?: AppOptions;
  /** How callbacks leave; over HTTP to loopback addresses when left out. */
  post?: PostCallback;
}

/** The simulator without any transport: calls in, answers out, and the verbs that turn its screws. */
export interface Simulator {
  /** Answers one call of an app or a browser. Never throws, never waits. */
  handle(request: SimulatorRequest): Answer;

  addAccount(input: accounts.AccountInput): Account;
  updateAccount(input: accounts.AccountChanges): Account;
  issueToken(input: tokens.TokenInput): tokens.IssuedToken;
  issueTokens(inputs: readonly tokens.TokenInput[]): tokens.IssuedToken[];
  expireToken(name: accounts.AccountName): void;
  setAccountFault(input: accounts.AccountName & { fault: AccountFault | null }): void;
  /** Returns the fault's id. */
  setFault(input: FaultInput): string;
  /** All of them, or the one with that id. */
  clearFaults(input?: { id?: string }): void;
  setSwitches(switches: Partial<Switches>): Switches;
  /** Unix milliseconds after the move. */
  advance(move: ClockMove): number;
  setClock(input: { at: number }): number;
  freezeClock(): number;
  unfreezeClock(): number;
  sendCallback(input: appVerbs.CallbackInput): Promise<CallbackAnswer>;
  addRedirectUri(input: { redirectUri: string }): string[];
  /** The app's new secret; tokens keep refreshing, new connects need it (instagram-platform §12). */
  rotateSecret(input?: { clientSecret?: string }): string;
  validToken(name: accounts.AccountName): string[];
  /** Null for a text that is none of Instagram's tokens. */
  lookAtToken(input: { token: string }): Token | null;
  issuedSecrets(): string[];
  stats(): Stats;
  resetStats(): void;
  state(): SimulatorState;
  /** Back to the seed: same accounts, same ids and tokens to come, clock on its source. */
  reset(): void;

  snapshot(): Snapshot;
  restore(snapshot: Snapshot): void;
  /** Grows with every change worth saving. */
  revision(): number;
}

/** A world of its own in memory, with nothing that runs by itself. */
export function createSimulator(options: SimulatorOptions = {}): Simulator {
  const { seed = 1, now = Date.now, post = postCallback } = options;
  const freshWorld = (): World => {
    const world: World = {
      app: createApp(options.app),
      store: createStore(),
      clock: createClock(now),
      random: createRandom(seed),
      switches: { ...DEFAULT_SWITCHES },
    };
    seedWorld(world.store);
    return world;
  };
  const world = freshWorld();
  const calls = createCallLog();
  /** Verbs that change the world without touching the store still count as a change. */
  const moved = (): number => {
    touch(world.store);
    return world.clock.now();
  };

  return {
    handle(incoming) {
      const request = readRequest(incoming);
      const route = findRoute(request);
      const { endpoint } = route;
      const moment: World = { ...world, clock: standingStill(world.clock) };
      const userId = userIdOf(moment, endpoint, request);
      const answer = answerCall(moment, route, { endpoint, request, userId });
      calls.add({
        at: moment.clock.now(),
        endpoint,
        method: request.method,
        path: request.path,
        username: userId === null ? null : (world.store.accounts.get(userId)?.username ?? null),
        status: answer.connection === "reset" ? 0 : answer.status,
      });
      return answer;
    },

    addAccount: (input) => accounts.addAccount(world, input),
    updateAccount: (input) => accounts.updateAccount(world, input),
    issueToken: (input) => tokens.issueTokenTo(world, input),
    issueTokens: (inputs) => tokens.issueTokens(world, inputs),
    expireToken: (name) => accounts.expireTokensOf(world, name),
    setAccountFault: (input) => accounts.setAccountFault(world, input, input.fault),
    setFault(input) {
      const { username } = input;
      const userId = username === undefined ? null : accounts.requireAccount(world, { username }).userId;
      const fault = createFault(input, userId, world);
      world.store.faults.push(fault);
      touch(world.store);
      return fault.id;
    },
    clearFaults({ id } = {}) {
      world.store.faults = world.store.faults.filter((fault) => id !== undefined && fault.id !== id);
      touch(world.store);
    },
    setSwitches(switches) {
      Object.assign(world.switches, switches);
      touch(world.store);
      return { ...world.switches };
    },
    advance(move) {
      world.clock.advance(millisecondsOf(move));
      return moved();
    },
    setClock({ at }) {
      world.clock.set(at);
      return moved();
    },
    freezeClock() {
      world.clock.freeze();
      return moved();
    },
    unfreezeClock() {
      world.clock.unfreeze();
      return moved();
    },
    sendCallback: (input) => appVerbs.sendCallback(world, post, input),
    addRedirectUri: (input) => appVerbs.addRedirectUri(world, input.redirectUri),
    rotateSecret: (input) => appVerbs.rotateSecret(world, input?.clientSecret),
    validToken: (name) => tokens.validTokens(world, name),
    lookAtToken: ({ token }) => tokens.lookAtToken(world, token),
    issuedSecrets: () => [world.app.clientSecret, world.app.metaSecret, ...world.store.issuedSecrets],
    stats: calls.stats,
    resetStats: calls.clear,
    state: () => describeState(world, calls),
    reset() {
      const { revision } = world.store;
      Object.assign(world, freshWorld());
      world.store.revision = revision + 1;
      calls.clear();
    },

    snapshot: () => takeSnapshot(world),
    restore: (snapshot) => restoreSnapshot(world, snapshot, { keepSecret: options.app?.clientSecret !== undefined }),
    revision: () => world.store.revision,
  };
}
