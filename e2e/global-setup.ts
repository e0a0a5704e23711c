import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FACTORY_PASSWORD } from "../prisma/factory-password";
import { type AppServer, startApp } from "../scripts/app-server";
import { freePort } from "../scripts/free-port";
import { baseUrlOf, localEnvironment, redirectUriOf } from "../scripts/local-environment";
import { newSecrets } from "../scripts/local-secrets";
import { ensureBuild } from "../scripts/production-build";
import { ROOT } from "../scripts/run-command";
import { searchSecrets } from "../scripts/secret-search";
import { type RunningSimulator, startSimulator } from "../simulator/server";
import { OWNER, publishWorld } from "./world";

/** What tests send to ask for a run. */
const CRON_SECRET = "cron-secret-of-the-end-to-end-tests";
const RESULTS = join(ROOT, "test-results");

// biome-ignore lint/style/noDefaultExport: Playwright asks for one.
export default async function globalSetup(): Promise<() => Promise<void>> {
  await ensureBuild();
  const folder = mkdtempSync(join(tmpdir(), "perennial-e2e-"));
  mkdirSync(RESULTS, { recursive: true });
  const logFile = join(RESULTS, "server.log");
  rmSync(logFile, { force: true });
  const port = await freePort();
  const secrets = newSecrets();
  const simulator = await startSimulator({ app: { redirectUris: [redirectUriOf(port)] } });
  const local = { port, databaseUrl: `file:${join(folder, "e2e.db")}`, simulatorUrl: simulator.url, secrets };
  const env = {
    ...localEnvironment(local),
    OWNER_EMAIL: OWNER.email,
    OWNER_PASSWORD: OWNER.password,
    // Tests ask for runs themselves, so that nothing changes behind their backs.
    SCHEDULER: "off",
    CRON_SECRET,
  };
  const app = await startApp({ port, env, logFile }).catch(async (error: unknown) => {
    await simulator.close();
    throw error;
  });
  publishWorld({ baseUrl: baseUrlOf(port), simulatorUrl: simulator.url, env, logFile });
  return () => finish(app, simulator, { folder, logFile, env });
}

async function finish(
  app: AppServer,
  simulator: RunningSimulator,
  { folder, logFile, env }: { folder: string; logFile: string; env: Record<string, string> },
): Promise<void> {
  const known = [env.NEXTAUTH_SECRET, env.TOKEN_ENCRYPTION_KEYS?.replace(/^k1:/, ""), OWNER.password, FACTORY_PASSWORD];
  const secrets = [...simulator.simulator.issuedSecrets(), ...known.filter((secret) => secret !== undefined)];
  await app.stop();
  await simulator.close();
  rmSync(folder, { recursive: true, force: true });
  const search = searchSecrets(readFileSync(logFile, "utf8"), secrets);
  writeFileSync(join(RESULTS, "log-check.json"), JSON.stringify(search));
  if (search.found.length > 0) throw new Error(`The server's log holds secrets:\n${search.found.join("\n")}`);
}
