import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type RunningSimulator, startSimulator } from "./server";
import type { AccountFault } from "./store";
import { CASA, createTestClient, errorOf } from "./test-client";

let running: RunningSimulator;
let client: ReturnType<typeof createTestClient>;
let token: string;

beforeAll(async () => {
  running = await startSimulator();
  client = createTestClient(running.url);
});
beforeEach(() => {
  running.reset();
  token = running.simulator.issueToken({ username: "casa.marisol" }).token;
  running.simulator.advance({ days: 2 });
});
afterAll(() => running.close());

const setFault = (fault: AccountFault | null): void =>
  running.simulator.setAccountFault({ username: "casa.marisol", fault });

const CASES: [AccountFault, { code: number; subcode?: number; status: number; text: string }][] = [
  ["expired", { code: 190, subcode: 463, status: 400, text: "Session has expired on" }],
  ["password_changed", { code: 190, subcode: 460, status: 400, text: "because the user changed their password" }],
  ["checkpoint", { code: 190, subcode: 459, status: 400, text: "till you log in to www.instagram.com" }],
  ["unconfirmed_user", { code: 190, subcode: 464, status: 400, text: "not a confirmed user" }],
  ["app_removed", { code: 190, subcode: 458, status: 400, text: "not authorized application 990602627938098." }],
  ["personal_account", { code: 10, status: 400, text: "(#10) The user is not an Instagram Business" }],
  ["no_tester_role", { code: 100, status: 400, text: "Unsupported request - method type: get" }],
  ["permission_withdrawn", { code: 10, status: 403, text: "does not have permission" }],
  ["invalid_token", { code: 190, subcode: 467, status: 400, text: "Cannot parse access token" }],
];

test.each(CASES)("%s answers in Instagram's words, everywhere", async (fault, expected) => {
  setFault(fault);
  const replies = [
    await client.me(token),
    await client.refresh(token),
    await client.get("/me/media", { access_token: token }),
  ];
  for (const reply of replies) {
    expect(reply.status).toBe(expected.status);
    expect(errorOf(reply).code).toBe(expected.code);
    expect(errorOf(reply).message).toContain(expected.text);
    expect(errorOf(reply).error_subcode).toBeUndefined();
  }
});

test.each(CASES.filter(([, { code }]) => code === 190))(
  "%s carries its subcode where Facebook's are switched on",
  async (fault, { subcode }) => {
    running.simulator.setSwitches({ subcodes: "facebook" });
    setFault(fault);
    expect(errorOf(await client.me(token)).error_subcode).toBe(subcode);
  },
);

test.each(["checkpoint", "unconfirmed_user", "personal_account", "no_tester_role", "permission_withdrawn"] as const)(
  "after %s is cleared the same token works again",
  async (fault) => {
    setFault(fault);
    expect((await client.me(token)).status).not.toBe(200);
    setFault(null);
    expect((await client.me(token)).status).toBe(200);
    expect((await client.refresh(token)).status).toBe(200);
  },
);

test.each(["expired", "password_changed", "app_removed", "invalid_token"] as const)(
  "%s ends the token for good, and a new consent gives a good one",
  async (fault) => {
    setFault(fault);
    setFault(null);
    expect((await client.me(token)).status).toBe(400);
    setFault(fault);
    const fresh = await client.shortToken();
    expect((await client.me(fresh)).status).toBe(200);
    expect((await client.me(token)).status).toBe(400);
  },
);

test("a withdrawn permission comes back with a new consent", async () => {
  setFault("permission_withdrawn");
  await client.shortToken();
  expect((await client.me(token)).status).toBe(200);
});

test("one account's fault does not touch another", async () => {
  setFault("checkpoint");
  const other = running.simulator.issueToken({ username: "kaito.films" }).token;
  expect((await client.me(other)).status).toBe(200);
});

test("expireToken ends the life now", async () => {
  running.simulator.expireToken({ userId: CASA });
  expect(errorOf(await client.me(token)).message).toContain("Session has expired");
  expect(running.simulator.validToken({ username: "casa.marisol" })).toEqual([]);
});

test("validToken gives what would be accepted", async () => {
  const second = running.simulator.issueToken({ username: "casa.marisol" }).token;
  expect(running.simulator.validToken({ username: "@Casa.Marisol" })).toEqual([token, second]);
});
