import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, inject } from "vitest";
import { type AccountEventRow, findEvents } from "@/lib/db/account-events";
import { findToken } from "@/lib/db/account-tokens";
import { type AccountRecord, findAccount } from "@/lib/db/accounts";
import { type AuditEventRow, findAuditEventsAfter, findAuditHead } from "@/lib/db/audit-events";
import { type Database, openDatabase } from "@/lib/db/client";
import type { DatabaseKind } from "@/lib/db/database-url";
import { migrateDatabase } from "@/lib/db/migrate";
import { insertUser } from "@/lib/db/users";
import { after, DAY } from "@/lib/domain/durations";
import { parseSettings, type Settings } from "@/lib/env";
import { CALL_TIME_LIMIT, createInstagramClient, type InstagramClient, instagramHosts } from "@/lib/instagram/client";
import { createTransport } from "@/lib/instagram/transport";
import { createLog } from "@/lib/log";
import { createNotifier } from "@/lib/notify/notifier";
import type { Adapters, PersonContext } from "@/lib/services/context";
import { importToken } from "@/lib/services/import-token";
import { tokenContext } from "@/lib/services/store-token";
import { createVault } from "@/lib/vault/seal";
import { startSimulator } from "@/simulator/server";

export type RunningSimulator = Awaited<ReturnType<typeof startSimulator>>;

export interface ConnectOptions {
  ageDays?: number;
  lifeDays?: number;
  issuedAt?: Date | null;
  expiresAt?: Date | null;
}

const BASE_URL = "http://localhost:3000";

/** An empty database of its own, for one test file. */
export async function createTestDatabase(kind: DatabaseKind): Promise<{ url: string; remove: () => Promise<void> }> {
  if (kind === "sqlite") {
    const folder = await mkdtemp(join(tmpdir(), "perennial-test-"));
    return { url: `file:${join(folder, "test.db")}`, remove: () => rm(folder, { recursive: true, force: true }) };
  }
  const server = inject("postgresUrl");
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  await client.query(`CREATE DATABASE ${name}`);
  await client.end();
  return { url: server.replace(/\/postgres$/, `/${name}`), remove: async () => undefined };
}

export function testSettings(databaseUrl: string, simulatorUrl: string, change: Record<string, string> = {}): Settings {
  const result = parseSettings({
    DATABASE_URL: databaseUrl,
    NEXTAUTH_URL: BASE_URL,
    NEXTAUTH_SECRET: "a-secret-for-tests-that-is-long-enough",
    TOKEN_ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 1).toString("base64")}`,
    INSTAGRAM_CLIENT_ID: "990602627938098",
    INSTAGRAM_CLIENT_SECRET: "5f0c1d6a7e8b49c2a1d3e4f506172839",
    INSTAGRAM_SIMULATOR_URL: simulatorUrl,
    LOG_LEVEL: "silent",
    ...change,
  });
  if (!result.ok) throw new Error(result.problems.join("\n"));
  return result.settings;
}

const transport = createTransport();

function instagramClient({ instagram }: Settings, timeLimit: number): InstagramClient {
  const { simulatorUrl, credentials, graphVersion } = instagram;
  return createInstagramClient({
    hosts: instagramHosts(simulatorUrl),
    credentials,
    graphVersion,
    timeLimit,
    transport,
  });
}

/** A real database, the real simulator over HTTP, and a clock that both share. */
export class Harness {
  readonly adapters: Adapters;
  readonly simulator: RunningSimulator;
  person: PersonContext["actor"];
  /** The number of the last audit event before this test. */
  auditStart = 0;

  constructor(settings: Settings, db: Database, simulator: RunningSimulator) {
    this.simulator = simulator;
    this.adapters = {
      settings,
      db,
      vault: createVault(settings.keyRing),
      log: createLog("silent"),
      instagram: instagramClient(settings, CALL_TIME_LIMIT),
      notifier: createNotifier({
        smtpUrl: settings.smtpUrl,
        mailFrom: settings.mailFrom,
        allowPrivateAddresses: settings.allowPrivateWebhooks,
        baseUrl: settings.baseUrl,
      }),
      clock: () => new Date(simulator.simulator.advance({ ms: 0 })),
    };
    this.person = {
      kind: "person",
      userId: "ada",
      name: "Ada Lindqvist",
      email: "ada@example.com",
      role: "owner",
      sessionId: "session-of-ada",
      provenAt: this.adapters.clock(),
      address: "192.0.2.1",
      mustAddFactor: false,
    };
  }

  get db(): Database {
    return this.adapters.db;
  }

  /** Connects an account that got its token `ageDays` ago; returns its id. The token lives 60 days unless told. */
  async connect(username: string, { ageDays = 2, lifeDays = 60, ...dates }: ConnectOptions = {}): Promise<string> {
    const { simulator } = this.simulator;
    const now = this.adapters.clock();
    const issuedAt = after(now, -ageDays * DAY);
    const expiresAt = after(issuedAt, lifeDays * DAY);
    const issued = simulator.issueToken({ username, issuedAt: issuedAt.getTime(), expiresAt: expiresAt.getTime() });
    const line = { token: issued.token, issuedAt, expiresAt, label: null, ...dates };
    const { accountId, outcome } = await importToken({ ...this.context(), now }, line);
    if (accountId === null) throw new Error(`${username} was not connected: ${outcome.kind}`);
    return accountId;
  }

  /** The token that is stored now, opened. */
  async storedToken(accountId: string): Promise<string | null> {
    const stored = await findToken(this.db, accountId);
    return stored === null ? null : this.adapters.vault.open(stored.sealed, tokenContext(accountId));
  }

  async account(accountId: string): Promise<AccountRecord> {
    const account = await findAccount(this.db, accountId);
    if (account === null) throw new Error("no such account");
    return account;
  }

  async events(accountId: string): Promise<AccountEventRow[]> {
    return (await findEvents(this.db, accountId, 0, 1_000)).reverse();
  }

  /** As {@link context}, with an Instagram client that waits for `milliseconds` only. */
  impatientContext(milliseconds: number): PersonContext {
    return { ...this.context(), instagram: instagramClient(this.adapters.settings, milliseconds) };
  }

  /** A context at the simulator's present, for Ada or for somebody else, who has just proved who they are. */
  context(actor: Partial<PersonContext["actor"]> = {}): PersonContext {
    const now = this.adapters.clock();
    return { ...this.adapters, actor: { ...this.person, provenAt: now, ...actor }, now };
  }

  /** What this test has written into the audit log, which outlives tests: nothing can be taken out of it. */
  auditEvents(): Promise<AuditEventRow[]> {
    return findAuditEventsAfter(this.db, this.auditStart, 10_000);
  }
}

/** Runs the same tests on SQLite and on PostgreSQL, each with an empty database and a fresh simulator per test. */
export function onBothDatabases(name: string, tests: (harness: () => Harness) => void): void {
  describe.each<DatabaseKind>(["sqlite", "postgresql"])(`${name} on %s`, (kind) => {
    let current: Harness;
    let remove: () => Promise<void>;

    beforeAll(async () => {
      const database = await createTestDatabase(kind);
      remove = database.remove;
      await migrateDatabase(database.url);
      const simulator = await startSimulator({ seed: name });
      current = new Harness(testSettings(database.url, simulator.url), openDatabase(database.url), simulator);
    });

    beforeEach(async () => {
      await emptyDatabase(current.db);
      current.auditStart = (await findAuditHead(current.db))?.sequence ?? 0;
      await current.simulator.reset();
      current.simulator.simulator.freezeClock();
      const { userId: id, name: personName, email, role } = current.person;
      await insertUser(current.db, {
        id,
        name: personName,
        email,
        passwordHash: "unused",
        role,
        createdAt: current.adapters.clock(),
      });
    });

    afterAll(async () => {
      await current.db.close();
      await current.simulator.close();
      await remove();
    });

    tests(() => current);
  });
}

async function emptyDatabase(db: Database): Promise<void> {
  await db.noticeChannel.deleteMany();
  await db.notice.deleteMany();
  await db.batchRun.deleteMany();
  await db.connectFlow.deleteMany();
  await db.connectedAccount.deleteMany();
  await db.user.deleteMany();
  await db.signInThrottle.deleteMany();
  await db.keyCanary.deleteMany();
  await db.accountEvent.deleteMany();
  await db.instagramApp.deleteMany();
  await db.schedulerRun.deleteMany();
  await db.feedLink.deleteMany();
  await db.invitation.deleteMany();
  await db.passkeyChallenge.deleteMany();
  await db.rateLimit.deleteMany();
  await db.setting.deleteMany();
  await db.deletionRequest.deleteMany();
}
