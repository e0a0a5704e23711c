import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, expect, it } from "vitest";
import type { DatabaseKind } from "@/lib/db/database-url";
import { countSealedTexts } from "@/lib/db/sealed-columns";
import { tokenContext } from "@/lib/services/store-token";
import { createTestDatabase } from "@/lib/test/harness";
import { parseKeyRing } from "@/lib/vault/key-ring";
import { createVault } from "@/lib/vault/seal";
import { createAccounts } from "../../prisma/factories";
import { childEnvironment, ROOT } from "../run-command";
import { judgeAccounts } from "./account-verdict";
import { addDueAccounts, unfinishedAccounts } from "./due-accounts";
import { ServerWorld } from "./server-world";

const OLD = `k1:${Buffer.alloc(32, 1).toString("base64")}`;
const NEW = `k2:${Buffer.alloc(32, 2).toString("base64")}`;
const RENEWED = 60;
const OTHERS = 5_000;
const KILLS = 3;
/** Milliseconds. */
const LOOK_INTERVAL = 200;

let world: ServerWorld | null = null;

afterEach(async () => {
  await world?.close();
  world = null;
});

/** Runs `npm run keys:rotate` to its end, or until it first tells of progress and is killed without warning. */
async function rotate(
  env: Record<string, string>,
  fate: "ends" | "dies",
): Promise<{ code: number | null; text: string }> {
  const parameters = ["--conditions=react-server", "--import", "tsx", join(ROOT, "scripts/keys-rotate.ts")];
  const child = spawn(process.execPath, parameters, { cwd: ROOT, env: childEnvironment(env) });
  let text = "";
  const take = (chunk: Buffer) => {
    text += chunk.toString("utf8");
    if (fate === "dies" && text.includes(" sealed texts …")) child.kill("SIGKILL");
  };
  child.stdout.on("data", take);
  child.stderr.on("data", take);
  const [code] = (await once(child, "close")) as [number | null];
  return { code, text };
}

it.each<DatabaseKind>(["sqlite", "postgresql"])("kill -9 under a rotation loses nothing on %s", async (kind) => {
  const postgresUrl = kind === "postgresql" ? (await createTestDatabase(kind)).url : null;
  world = await ServerWorld.open({ postgresUrl, env: { TOKEN_ENCRYPTION_KEYS: OLD, SCHEDULER: "on" } });
  const { db } = world.adapters;
  await addDueAccounts(RENEWED, world);
  world.simulator.setSwitches({ latencyMs: 100 });
  const others = Array.from({ length: OTHERS }, (_, index) => ({
    username: `other.${index}`,
    token: `IGAAtoken${index}`,
  }));
  await createAccounts(others, world.adapters);
  const env = world.environment({ TOKEN_ENCRYPTION_KEYS: `${NEW},${OLD}` });
  expect(await rotate(env, "ends")).toMatchObject({
    code: 1,
    text: expect.stringContaining("no server has been started"),
  });
  const server = await world.startServer({ TOKEN_ENCRYPTION_KEYS: `${NEW},${OLD}` });

  for (let kill = 1; kill <= KILLS; kill += 1) {
    expect((await rotate(env, "dies")).code).toBeNull();
    const used = Object.fromEntries((await countSealedTexts(db)).map(({ keyId, texts }) => [keyId, texts]));
    expect(used.k2).toBeGreaterThan(0);
    expect(used.k1, "something was left to do when it died").toBeGreaterThan(0);
  }
  while ((await unfinishedAccounts(world.adapters)) > 0) await pause(LOOK_INTERVAL);
  world.simulator.setSwitches({ latencyMs: 0 });
  const last = await rotate(env, "ends");
  expect(last.text).toContain('"k1" is no longer used');
  expect(last.code).toBe(0);
  await server.stop();

  const vault = createVault(parseKeyRing(NEW));
  expect(await countSealedTexts(db)).toEqual([{ keyId: "k2", texts: expect.any(Number) }]);
  for (const { accountId, sealed } of await db.accountToken.findMany()) {
    expect(vault.open(sealed, tokenContext(accountId))).toMatch(/^IGAA/);
  }
  expect(await db.accountEvent.count({ where: { kind: "extended" } })).toBe(RENEWED);
  const violations = await judgeAccounts({ ...world.adapters, vault });
  expect(violations.filter(({ username }) => username.startsWith("account."))).toEqual([]);
  const restarted = await world.startServer({ TOKEN_ENCRYPTION_KEYS: NEW });
  await restarted.stop();
});
