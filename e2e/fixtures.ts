import { randomUUID } from "node:crypto";
import { test as base, expect, type Page } from "@playwright/test";
import { encode } from "next-auth/jwt";
import type { AccountRecord } from "../lib/db/accounts";
import type { UserRow } from "../lib/db/users";
import type { Adapters } from "../lib/services/context";
import { type FreshServer, startFreshServer } from "./fresh-server";
import { PageProblems } from "./page-problems";
import { SimulatorHandle } from "./simulator-handle";
import { readWorld, type World } from "./world";

const SESSION_COOKIE = "next-auth.session-token";

/** What a test may set of its account; the token comes from the simulator with the same dates. */
export type AccountOverrides = Partial<AccountRecord> & { tokenScopes?: string[] };
export type ConnectedAccount = AccountRecord & { token: string };

interface TestFixtures {
  simulator: SimulatorHandle;
  /** A name of this test alone: the label of its accounts, so that `/accounts?label=…` shows nothing else. */
  label: string;
  /** Somebody of this test alone, a manager, with the factories' password. */
  person: UserRow;
  /** A page on which `person` is signed in. */
  signedInPage: Page;
  /** An account of this test alone, in the simulator and, connected, in the database. */
  makeAccount: (overrides?: AccountOverrides) => Promise<ConnectedAccount>;
  /** Starts another production server with an empty database: for what happens before there is an owner. */
  freshServer: () => Promise<FreshServer>;
  problems: PageProblems;
}

interface WorkerFixtures {
  world: World;
  /** `prisma/factories.ts`. Imported in workers only: they alone run under the condition that `server-only` needs. */
  factories: typeof import("../prisma/factories");
  /** The app's own modules on the server's database. */
  adapters: Adapters;
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  world: [async ({ browserName: _browser }, use) => use(readWorld()), { scope: "worker" }],
  factories: [async ({ browserName: _browser }, use) => use(await import("../prisma/factories")), { scope: "worker" }],
  adapters: [
    async ({ world }, use) => {
      const { adaptersFor } = await import("../scripts/prepare-database");
      const adapters = adaptersFor(world.env);
      await use(adapters);
      await adapters.db.close();
    },
    { scope: "worker" },
  ],
  baseURL: async ({ world }, use) => use(world.baseUrl),
  simulator: async ({ world }, use) => use(new SimulatorHandle(world.simulatorUrl)),
  label: async ({ browserName: _browser }, use) => use(`test-${randomUUID().slice(0, 8)}`),
  problems: [
    async ({ context }, use) => {
      const problems = new PageProblems();
      problems.watch(context);
      await use(problems);
      expect(problems.unexpected(), "what the pages reported").toEqual([]);
    },
    { auto: true },
  ],
  person: async ({ adapters, factories }, use) => {
    const person = await factories.createUser({}, adapters.db);
    await use(person);
    await adapters.db.user.deleteMany({ where: { id: person.id } });
  },
  signedInPage: async ({ page, person, adapters, factories, world }, use) => {
    const { id: sessionId } = await factories.createSession({ userId: person.id }, adapters.db);
    const token = { sub: person.id, sessionId };
    const value = await encode({ token, secret: adapters.settings.secret });
    await page
      .context()
      .addCookies([{ name: SESSION_COOKIE, value, url: world.baseUrl, httpOnly: true, sameSite: "Lax" }]);
    await use(page);
  },
  makeAccount: async ({ adapters, factories, simulator, label }, use) => {
    const made: string[] = [];
    await use(async ({ tokenScopes, ...overrides } = {}) => {
      const username = `${label}.${made.length + 1}`;
      const wanted = factories.accountRecord({ username, label, ...overrides });
      const issued = await simulator.issueToken({
        username: wanted.username,
        scopes: tokenScopes,
        issuedAt: wanted.issuedAt.getTime(),
        expiresAt: wanted.expiresAt.getTime(),
      });
      const { token, userId: instagramUserId, appScopedId } = issued;
      const account = await factories.createAccount({ ...wanted, instagramUserId, appScopedId, token }, adapters);
      made.push(account.id);
      return { ...account, token };
    });
    await adapters.db.connectedAccount.deleteMany({ where: { OR: [{ id: { in: made } }, { label }] } });
  },
  freshServer: async ({ simulator, world }, use) => {
    const servers: FreshServer[] = [];
    await use(async () => {
      const server = await startFreshServer(world, simulator);
      servers.push(server);
      return server;
    });
    for (const server of servers) await server.stop();
  },
});

export { expect };
