import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { type Database, openDatabase } from "@/lib/db/client";
import { migrateDatabase } from "@/lib/db/migrate";
import { planAccount } from "@/lib/domain/account-plan";
import { after, DAY, HOUR, LONG_LIVED_TOKEN_LIFE } from "@/lib/domain/durations";
import { ASSUMED_TOKEN_LIFE } from "@/lib/domain/renewal-rule";
import { parseSettings, type Settings } from "@/lib/env";
import { createNotifier } from "@/lib/notify/notifier";
import type { Adapters } from "@/lib/services/context";
import { createVault } from "@/lib/vault/seal";
import { accountRecord, createAccounts, idOf } from "@/prisma/factories";
import { createSimulator, type Simulator } from "@/simulator/simulator";
import { Chance } from "./chance";
import { virtualInstagram, type Watcher } from "./instagram";
import { VirtualClock } from "./virtual-clock";

/** A Thursday, far from the real present, so that nothing can lean on the real clock without being noticed. */
export const START = Date.UTC(2031, 0, 2);
const MEMORY_FOLDER = "/dev/shm";
/** Accounts at once: more than the default, because fewer and larger writes save the machine time. */
const CONCURRENCY = 24;
/** Of the accounts: connected by a pasted token whose dates nobody told. */
const SHARE_PASTED = 0.15;
/** Of the accounts: renewal switched off. */
const SHARE_SWITCHED_OFF = 0.04;

export interface WorldOptions {
  seed: string;
  accounts: number;
}

/** Everything that the services act on, with a clock that stands still until it is moved. */
export interface World {
  options: WorldOptions;
  clock: VirtualClock;
  simulator: Simulator;
  db: Database;
  /** A second look into the same file, for the driver and the oracle: quick, and not through the services' own code. */
  file: Sqlite.Database;
  settings: Settings;
  vault: Adapters["vault"];
  /** Ids by account number. */
  ids: readonly string[];
  /** What a new process starts with. */
  adapters(watch: Watcher, log: Adapters["log"]): Adapters;
  close(): Promise<void>;
}

export function usernameOf(account: number): string {
  return `account.${account}`;
}

export async function createWorld(options: WorldOptions): Promise<World> {
  const folder = await mkdtemp(join(existsSync(MEMORY_FOLDER) ? MEMORY_FOLDER : tmpdir(), "perennial-simulation-"));
  const path = join(folder, "simulation.db");
  const settings = simulationSettings(`file:${path}`);
  await migrateDatabase(settings.databaseUrl);
  const clock = new VirtualClock(START);
  const simulator = createSimulator({
    seed: options.seed,
    now: () => clock.now,
    post: async () => ({ status: 200, body: "" }),
  });
  const db = openDatabase(settings.databaseUrl);
  const vault = createVault(settings.keyRing);
  const ids = await connectAccounts(options, simulator, { db, vault });
  const notifier = createNotifier({
    smtpUrl: null,
    mailFrom: null,
    allowPrivateAddresses: false,
    baseUrl: settings.baseUrl,
  });
  const file = new Sqlite(path);
  return {
    options,
    clock,
    simulator,
    db,
    file,
    settings,
    vault,
    ids,
    adapters: (watch, log) => ({
      settings,
      db,
      vault,
      log,
      notifier,
      clock: () => new Date(clock.serverNow),
      instagram: virtualInstagram(simulator, clock, watch),
    }),
    async close() {
      file.close();
      await db.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function simulationSettings(databaseUrl: string): Settings {
  const result = parseSettings({
    DATABASE_URL: databaseUrl,
    NEXTAUTH_URL: "http://localhost:3000",
    NEXTAUTH_SECRET: "a-secret-for-the-simulation-that-is-long-enough",
    TOKEN_ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 1).toString("base64")}`,
    INSTAGRAM_CLIENT_ID: "990602627938098",
    INSTAGRAM_CLIENT_SECRET: "5f0c1d6a7e8b49c2a1d3e4f506172839",
    RENEWAL_CONCURRENCY: String(CONCURRENCY),
    LOG_LEVEL: "silent",
  });
  if (!result.ok) throw new Error(result.problems.join("\n"));
  return result.settings;
}

/** Accounts at all ages of their tokens, so that from the first day on some renewals are near. */
async function connectAccounts(
  { seed, accounts }: WorldOptions,
  simulator: Simulator,
  store: Pick<Adapters, "db" | "vault">,
): Promise<string[]> {
  const chance = new Chance(`${seed} accounts`);
  const now = new Date(START);
  const rows = Array.from({ length: accounts }, (_, account) => {
    const username = usernameOf(account);
    const pasted = chance.happens(SHARE_PASTED);
    const issuedAt = START - chance.between(2 * HOUR, pasted ? 40 * DAY : 50 * DAY);
    const expiresAt = issuedAt + LONG_LIVED_TOKEN_LIFE;
    const { userId } = simulator.addAccount({ username });
    const issued = simulator.issueToken({ username, issuedAt, expiresAt });
    const known = accountRecord({
      id: idOf(`${seed} ${username}`),
      username,
      instagramUserId: userId,
      appScopedId: issued.appScopedId,
      issuedAt: pasted ? now : new Date(issuedAt),
      issuedAtAssumed: pasted,
      expiresAt: pasted ? after(now, ASSUMED_TOKEN_LIFE) : new Date(expiresAt),
      expiryAssumed: pasted,
      connectedAt: now,
      autoRenew: !chance.happens(SHARE_SWITCHED_OFF),
    });
    return { ...known, ...planAccount(known, now), token: issued.token };
  });
  await createAccounts(rows, store);
  return rows.map(({ id }) => id);
}
