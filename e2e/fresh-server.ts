import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startApp } from "../scripts/app-server";
import { freePort } from "../scripts/free-port";
import { baseUrlOf, redirectUriOf } from "../scripts/local-environment";
import type { SimulatorHandle } from "./simulator-handle";
import type { World } from "./world";

export interface FreshServer {
  baseUrl: string;
  stop(): Promise<void>;
}

/** A production server with nothing in its database, beside the shared one; it writes into the same log. */
export async function startFreshServer(world: World, simulator: SimulatorHandle): Promise<FreshServer> {
  const folder = mkdtempSync(join(tmpdir(), "perennial-fresh-"));
  const port = await freePort();
  const baseUrl = baseUrlOf(port);
  await simulator.addRedirectUri(redirectUriOf(port));
  const env = {
    ...world.env,
    DATABASE_URL: `file:${join(folder, "fresh.db")}`,
    NEXTAUTH_URL: baseUrl,
    OWNER_EMAIL: "",
    OWNER_PASSWORD: "",
    PORT: String(port),
  };
  const app = await startApp({ port, env, logFile: world.logFile });
  return {
    baseUrl,
    async stop() {
      await app.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
