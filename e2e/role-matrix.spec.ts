import { mayDo, ROLES } from "../lib/domain/role";
import { startHttpReceiver } from "../lib/test/http-receiver";
import { startPostgres } from "../scripts/postgres";
import { builtActions, builtHandlers } from "./built-entries";
import { expect, test } from "./fixtures";
import {
  MATRIX_PASSWORD,
  type MatrixPlace,
  type MatrixWorld,
  makeMatrixWorld,
  VISITORS,
  type Visitor,
} from "./matrix-world";
import { ACTIONS, type ActionCall, type Call, HANDLERS, type HandlerCall } from "./role-table";

const FORBIDDEN = "Your role does not allow this. Ask an owner.";

interface Entry {
  name: string;
  call: Call;
  /** What the refused read, by role or without a session. */
  refused: (visitor: Visitor) => RegExp;
  /** Makes the call and says what came of it. */
  send: (baseUrl: string, world: MatrixWorld, cookie: string) => Promise<string>;
}

function mayCall({ who }: Call, visitor: Visitor): boolean {
  if (who === "everybody") return true;
  const role = ROLES.find((known) => known === visitor);
  return role !== undefined && (who === "signed_in" || mayDo(role, who));
}

const hasSession = (visitor: Visitor): boolean => visitor !== "removed" && visitor !== "signed_out";

/** As a browser's script would send it, straight to the action: no page has to show a button. */
function actionEntry(name: string, call: ActionCall, id: string): Entry {
  return {
    name,
    call,
    refused: (visitor) => (hasSession(visitor) ? new RegExp(`^${FORBIDDEN}$`) : /^\/sign-in/),
    async send(baseUrl, world, cookie) {
      const body = new FormData();
      // The parts of an argument come before the list of all arguments.
      for (const [field, value] of Object.entries(call.fields?.(world) ?? {})) body.append(`_1_${field}`, value);
      body.append("0", '[null,"$K1"]');
      const answer = await fetch(baseUrl + call.page(world), {
        method: "POST",
        redirect: "manual",
        headers: { "next-action": id, accept: "text/x-component", origin: baseUrl, cookie },
        body,
      });
      const target = answer.headers.get("x-action-redirect");
      if (target !== null) return target.replace(/;(?:push|replace)$/, "");
      const text = await answer.text();
      // A row begins where a line does, or right behind a long text.
      const result = /[0-9a-f]+:(\{"tone":.*\})$/m.exec(text)?.[1];
      return result === undefined
        ? `${answer.status} ${text.slice(0, 300)}`
        : (JSON.parse(result) as { message: string }).message;
    },
  };
}

function handlerEntry(name: string, call: HandlerCall): Entry {
  const method = name.split(" ")[0] ?? "GET";
  return {
    name: `${name} (${call.says})`,
    call,
    refused: (visitor) => (hasSession(visitor) ? /^403 .*"code":"forbidden"/ : /^(?:401 |302 \S*\/sign-in)/),
    async send(baseUrl, world, cookie) {
      const headers: Record<string, string> = { ...call.headers, origin: baseUrl, cookie };
      let body: string | URLSearchParams | undefined;
      if (call.json !== undefined) {
        headers["content-type"] = "application/json";
        body = JSON.stringify(call.json(world));
      } else if (call.form !== undefined) body = new URLSearchParams(call.form(world));
      const answer = await fetch(baseUrl + call.path(world), { method, redirect: "manual", headers, body });
      const text = await answer.text();
      return `${answer.status} ${answer.headers.get("location") ?? ""} ${text.slice(0, 1_000)}`;
    },
  };
}

test("every action and handler that was built stands in the table, and nothing else does", () => {
  expect([...builtActions().keys()].toSorted()).toEqual(Object.keys(ACTIONS).toSorted());
  expect(builtHandlers().toSorted()).toEqual(Object.keys(HANDLERS).toSorted());
});

for (const kind of ["SQLite", "PostgreSQL"]) {
  test(`on ${kind}, every role at every action and handler: the answer, and a database that did not change where it is refused`, async ({
    freshServer,
    openBrowser,
  }) => {
    test.setTimeout(480_000);
    const receiver = await startHttpReceiver();
    const postgres = kind === "PostgreSQL" ? await startPostgres() : null;
    try {
      const env: Record<string, string> =
        postgres === null ? {} : { DATABASE_URL: await postgres.createDatabase("matrix") };
      const server = await freshServer({ env: { ALLOW_PRIVATE_WEBHOOKS: "true", ...env } });
      await tryEverything({ server, context: (await openBrowser({ as: null })).context(), receiverUrl: receiver.url });
      await server.stop();
    } finally {
      await receiver.close();
      await postgres?.stop();
    }
  });
}

async function tryEverything(rest: Omit<MatrixPlace, "passwordHash">): Promise<void> {
  const { databasePicture } = await import("../lib/test/database-picture");
  const { hashPassword } = await import("../lib/services/password");
  const place = { ...rest, passwordHash: await hashPassword(MATRIX_PASSWORD) };
  const { server } = place;
  const ids = builtActions();
  const entries = [
    ...Object.entries(ACTIONS).map(([name, call]) => actionEntry(name, call, ids.get(name) ?? "missing")),
    ...Object.entries(HANDLERS).flatMap(([name, calls]) => calls.map((call) => handlerEntry(name, call))),
  ];

  const world = await makeMatrixWorld(place);
  const before = await databasePicture(server.adapters.db);
  let refused = 0;
  for (const entry of entries) {
    for (const visitor of VISITORS.filter((candidate) => !mayCall(entry.call, candidate))) {
      const answer = await entry.send(server.baseUrl, world, world.cookies[visitor]);
      expect.soft(answer, `${visitor} at ${entry.name}`).toMatch(entry.refused(visitor));
      const unchanged = (await databasePicture(server.adapters.db)) === before;
      expect(unchanged, `${visitor} at ${entry.name} changes nothing`).toBe(true);
      refused += 1;
    }
  }
  expect(refused).toBeGreaterThan(80);

  let own = world;
  for (const entry of entries) {
    for (const visitor of VISITORS.filter((candidate) => mayCall(entry.call, candidate))) {
      // What only reads needs no world of its own.
      if (!entry.name.startsWith("GET ")) own = await makeMatrixWorld(place);
      const answer = await entry.send(server.baseUrl, own, own.cookies[visitor]);
      expect.soft(answer, `${visitor} at ${entry.name}`).toMatch(entry.call.says);
    }
  }
}
