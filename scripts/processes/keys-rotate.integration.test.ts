import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { afterEach, expect, it, vi } from "vitest";
import type { DatabaseKind } from "@/lib/db/database-url";
import { countSealedTexts } from "@/lib/db/sealed-columns";
import { SECOND } from "@/lib/domain/durations";
import { tokenContext } from "@/lib/services/store-token";
import { createTestDatabase } from "@/lib/test/harness";
import { parseKeyRing } from "@/lib/vault/key-ring";
import { createVault } from "@/lib/vault/seal";
import { createAccounts } from "../../prisma/factories";
import { childEnvironment, ROOT } from "../run-command";
import { judgeAccounts } from "./account-verdict";
import { addDueAccounts } from "./due-accounts";
import { ServerWorld } from "./server-world";

const OLD = `k1:${Buffer.alloc(32, 1).toString("base64")}`;
const NEW = `k2:${Buffer.alloc(32, 2).toString("base64")}`;
const RENEWED = 100;
const OTHERS = 3_000;
const KILLS = 3;
/** Milliseconds an answer, so that renewals are under way during all kills. */
const LATENCY = 500;

let world: ServerWorld | null = null;

afterEach(async () => {
  await world?.close();
  world = null;
});

interface Ended {
  /** Null: it was killed. */
  code: number | null;
  text: string;
}

/** Runs one of our commands to its end, or until it first tells of progress and is killed without warning. */
async function run(script: string, env: Record<string, string>, fate: "ends" | "dies" = "ends"): Promise<Ended> {
  const parameters = ["--conditions=react-server", "--import", "tsx", join(ROOT, "scripts", script)];
  const child = spawn(process.execPath, parameters, { cwd: ROOT, env: childEnvironment(env) });
  let text = "";
  const take = (chunk: Buffer): void => {
    text += chunk.toString("utf8");
    if (fate === "dies" && text.includes(" sealed texts …")) child.kill("SIGKILL");
  };
  child.stdout.on("data", take);
  child.stderr.on("data", take);
  const [code] = (await once(child, "close")) as [number | null];
  return { code, text };
}

it.each<DatabaseKind>(["sqlite", "postgresql"])(
  "kill -9 under a rotation loses nothing on %s",
  { timeout: 300 * SECOND },
  async (kind) => {
    const postgresUrl = kind === "postgresql" ? (await createTestDatabase(kind)).url : null;
    world = await ServerWorld.open({ postgresUrl, env: { TOKEN_ENCRYPTION_KEYS: OLD, LOG_LEVEL: "silent" } });
    const { adapters, simulator } = world;
    const { db } = adapters;
    await addDueAccounts(RENEWED, world);
    const others = Array.from({ length: OTHERS }, (_, index) => ({
      username: `other.${index}`,
      token: `IGAAtoken${index}`,
    }));
    await createAccounts(others, adapters);
    const env = world.environment({ TOKEN_ENCRYPTION_KEYS: `${NEW},${OLD}` });
    const early = await run("keys-rotate.ts", env);
    expect(early.text).toContain('no server has been started with "k2" as its first key');
    expect(early.code).toBe(1);

    simulator.setSwitches({ latencyMs: LATENCY });
    const renewing = run("renew.ts", env);
    await vi.waitFor(() => expect(simulator.stats().endpoints.refresh).toBeGreaterThan(0), { timeout: 60 * SECOND });
    for (let kill = 1; kill <= KILLS; kill += 1) {
      expect((await run("keys-rotate.ts", env, "dies")).code).toBeNull();
      const used = Object.fromEntries((await countSealedTexts(db)).map(({ keyId, texts }) => [keyId, texts]));
      expect(used.k2, "something was done when it died").toBeGreaterThan(0);
      expect(used.k1, "something was left when it died").toBeGreaterThan(0);
    }
    const last = await run("keys-rotate.ts", env);
    expect(last.text).toContain('"k1" is no longer used');
    expect(last.code).toBe(0);
    expect((await renewing).text).toContain(`${RENEWED} renewed, 0 failed`);

    const vault = createVault(parseKeyRing(NEW));
    expect(await countSealedTexts(db)).toEqual([{ keyId: "k2", texts: RENEWED + OTHERS }]);
    for (const { accountId, sealed } of await db.accountToken.findMany()) {
      expect(vault.open(sealed, tokenContext(accountId))).toMatch(/^IGAA/);
    }
    simulator.setSwitches({ latencyMs: 0 });
    await db.connectedAccount.deleteMany({ where: { username: { startsWith: "other." } } });
    expect(await judgeAccounts({ ...adapters, vault })).toEqual([]);
    expect(await run("renew.ts", world.environment({ TOKEN_ENCRYPTION_KEYS: NEW }))).toMatchObject({ code: 0 });
  },
);
