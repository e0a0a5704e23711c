import { spawn } from "node:child_process";
import { createConnection, createServer, type Socket } from "node:net";
import Database from "better-sqlite3";
import { freePort } from "../scripts/free-port";
import { startPostgres } from "../scripts/postgres";
import { NEXT } from "../scripts/production-build";
import { childEnvironment, ROOT } from "../scripts/run-command";
import { connect } from "./consent";
import { expectGoodInEveryLook } from "./every-look";
import { expect, test } from "./fixtures";

/** Stands between a server and its database, and can be shut. */
async function openDoor(target: number) {
  const port = await freePort();
  const sockets = new Set<Socket>();
  const door = createServer((inside) => {
    const outside = createConnection(target, "127.0.0.1");
    for (const [one, other] of [
      [inside, outside],
      [outside, inside],
    ] as const) {
      sockets.add(one);
      one.pipe(other);
      one.on("error", () => other.destroy()).on("close", () => other.destroy());
    }
  });
  const open = () => new Promise<void>((resolve) => door.listen(port, "127.0.0.1", resolve));
  const close = () => {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
    return new Promise<void>((resolve) => door.close(() => resolve()));
  };
  await open();
  return { port, open, close };
}

test("PostgreSQL gone and back: a clear page, and Try again works without a restart", async ({
  page,
  freshServer,
  problems,
}) => {
  problems.expect(/status of 50[03]|Server Components render|Minified React error/);
  const postgres = await startPostgres();
  const door = await openDoor(Number(new URL(postgres.url("postgres")).port));
  try {
    const url = new URL(await postgres.createDatabase("perennial"));
    url.port = String(door.port);
    const server = await freshServer({ env: { DATABASE_URL: url.toString() } });
    await server.signIn(page.context());
    await page.goto(`${server.baseUrl}/accounts`);
    await expect(page.getByRole("heading", { name: "No account is connected yet" })).toBeVisible();

    await door.close();
    await page.goto(`${server.baseUrl}/accounts`);
    await expect(page.getByRole("heading", { name: "The database does not answer" })).toBeVisible({ timeout: 30_000 });
    await expect(page.getByText("Your tokens are safe", { exact: false })).toBeVisible();
    expect((await page.request.get(`${server.baseUrl}/api/health`)).status()).toBe(503);
    await expectGoodInEveryLook(page, "the error page");
    await page.goto(`${server.baseUrl}/sign-in`);
    await expect(page.getByRole("button", { name: "Try again" })).toBeVisible({ timeout: 30_000 });
    await page.goBack();

    await door.open();
    await page.getByRole("button", { name: "Try again" }).click();
    await expect(page.getByRole("heading", { name: "No account is connected yet" })).toBeVisible();
    expect((await page.request.get(`${server.baseUrl}/api/health`)).status()).toBe(200);
    await connect(page, "casa.marisol");
    await expect(page.getByText("@casa.marisol is connected.")).toBeVisible();
    await page.goto("about:blank");
    await server.stop();
  } finally {
    await door.close();
    await postgres.stop();
  }
});

test("a database that cannot be written: the act says so, and nothing is half done", async ({
  page,
  freshServer,
  factories,
}) => {
  const server = await freshServer();
  await server.signIn(page.context());
  const issuedAt = new Date(Date.now() - 30 * 86_400_000);
  const issued = await server.simulator.issueToken({ username: "casa.marisol", issuedAt: issuedAt.getTime() });
  const account = await factories.createAccount(
    { username: "casa.marisol", token: issued.token, instagramUserId: issued.userId, issuedAt },
    server.adapters,
  );
  await page.goto(`${server.baseUrl}/accounts/${account.id}`);
  const lock = new Database(server.databaseFile);
  lock.exec("BEGIN IMMEDIATE");
  await page.getByRole("button", { name: "Extend" }).click();
  const told = page.getByText("Nothing was changed. Try again in a moment.", { exact: false });
  await expect(told).toBeVisible({ timeout: 40_000 });
  lock.exec("ROLLBACK");
  lock.close();
  await page.getByRole("button", { name: "Extend" }).click();
  await expect(page.getByText("@casa.marisol extended:")).toBeVisible();
  const { tokenVersion } = await server.adapters.db.connectedAccount.findUniqueOrThrow({ where: { id: account.id } });
  expect(tokenVersion).toBe(2);
});

test("the server cannot be reached: the button says so, and works again later", async ({
  signedInPage,
  makeAccount,
  problems,
}) => {
  problems.expect(/net::ERR_FAILED/);
  const account = await makeAccount({ issuedAt: new Date(Date.now() - 30 * 86_400_000) });
  await signedInPage.goto(`/accounts/${account.id}`);
  await signedInPage.route("**/*", (route) => (route.request().method() === "POST" ? route.abort() : route.continue()));
  await signedInPage.getByRole("button", { name: "Extend" }).click();
  await expect(signedInPage.getByText("The server could not be reached.", { exact: false })).toBeVisible();
  await signedInPage.unrouteAll();
  await signedInPage.getByRole("button", { name: "Extend" }).click();
  await expect(signedInPage.getByText(`@${account.username} extended:`)).toBeVisible();
});

test("a wrong environment refuses the start with every problem and its cure", async ({ world }) => {
  const port = await freePort();
  const env = {
    ...world.env,
    DATABASE_URL: "mysql://somewhere",
    NEXTAUTH_URL: "perennial.example.com",
    NEXTAUTH_SECRET: "short",
    TOKEN_ENCRYPTION_KEYS: "",
    INSTAGRAM_CLIENT_SECRET: "",
    OWNER_PASSWORD: "tiny",
  };
  const child = spawn(process.execPath, [NEXT, "start", "--port", String(port), "--hostname", "127.0.0.1"], {
    cwd: ROOT,
    env: childEnvironment({ NODE_ENV: "production", ...env }),
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.once("exit", resolve));
  expect(code).toBe(1);
  expect(output).toContain("Perennial cannot start: 6 settings need your attention.");
  for (const name of [
    "DATABASE_URL: where the data lives",
    "NEXTAUTH_URL: must be a whole http(s) address",
    "NEXTAUTH_SECRET: is too short",
    "TOKEN_ENCRYPTION_KEYS: seals the tokens. Make one",
    "INSTAGRAM_CLIENT_SECRET: is missing",
    "OWNER_PASSWORD: is the owner's first password",
  ]) {
    expect(output).toContain(name);
  }
  expect(output).not.toContain("mysql://somewhere");
});
