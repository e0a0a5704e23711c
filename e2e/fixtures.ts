import { randomUUID } from "node:crypto";
import { type BrowserContextOptions, test as base, expect, type Page } from "@playwright/test";
import type { AccountRecord } from "../lib/db/accounts";
import type { UserRow } from "../lib/db/users";
import type { Adapters } from "../lib/services/context";
import { type FreshServer, type FreshServerOptions, startFreshServer } from "./fresh-server";
import { PageProblems } from "./page-problems";
import { signInContext } from "./sign-in-context";
import { SimulatorHandle } from "./simulator-handle";
import { readWorld, type World } from "./world";

/** What a test may set of its account; the token comes from the simulator with the same dates. */
export type AccountOverrides = Partial<AccountRecord> & { tokenScopes?: string[] };
export type ConnectedAccount = AccountRecord & { token: string };

export interface BrowserInput extends BrowserContextOptions {
  /** Who is signed in: a colleague of this test alone when left out, nobody for null. */
  as?: UserRow | null;
}

interface TestFixtures {
  simulator: SimulatorHandle;
  /**
   * A name of this test alone: the label of its accounts, so that `/accounts?label=…` shows nothing else, and the
   * beginning of their usernames. What carries it is deleted at the end.
   */
  label: string;
  /** Somebody of this test alone, a manager, with the factories' password. */
  person: UserRow;
  /** A page on which `person` is signed in. */
  signedInPage: Page;
  /** An account of this test alone, in the simulator and, connected, in the database. */
  makeAccount: (overrides?: AccountOverrides) => Promise<ConnectedAccount>;
  /** A page in another browser. */
  openBrowser: (input?: BrowserInput) => Promise<Page>;
  /** Starts another production server with an empty database and a simulator of its own. */
  freshServer: (options?: FreshServerOptions) => Promise<FreshServer>;
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
  label: async ({ adapters }, use) => {
    const label = `test-${randomUUID().slice(0, 8)}`;
    await use(label);
    await adapters.db.connectedAccount.deleteMany({ where: { OR: [{ label }, { username: { startsWith: label } }] } });
  },
  problems: [
    async ({ context }, use) => {
      const problems = new PageProblems();
      await problems.watch(context);
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
  signedInPage: async ({ page, person, adapters }, use) => {
    await signInContext(page.context(), { userId: person.id, adapters });
    await use(page);
  },
  openBrowser: async ({ browser, adapters, factories, problems }, use) => {
    const colleagues: string[] = [];
    await use(async ({ as, ...options } = {}) => {
      const context = await browser.newContext(options);
      await problems.watch(context);
      if (as === undefined) {
        const colleague = await factories.createUser({ name: "Bo Castellanos" }, adapters.db);
        colleagues.push(colleague.id);
        await signInContext(context, { userId: colleague.id, adapters });
      } else if (as !== null) await signInContext(context, { userId: as.id, adapters });
      return context.newPage();
    });
    await adapters.db.user.deleteMany({ where: { id: { in: colleagues } } });
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
    await adapters.db.connectedAccount.deleteMany({ where: { id: { in: made } } });
  },
  freshServer: async ({ world, browser }, use) => {
    const servers: FreshServer[] = [];
    await use(async (options = {}) => {
      const server = await startFreshServer(world, options);
      servers.push(server);
      return server;
    });
    // A page that still asks for something would report that nobody answers.
    const pages = browser.contexts().flatMap((context) => context.pages());
    await Promise.all(pages.map((page) => page.goto("about:blank")));
    for (const server of servers) await server.stop();
  },
});

export { expect };
