import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BrowserContext } from "@playwright/test";
import type { UserRow } from "../lib/db/users";
import type { Adapters } from "../lib/services/context";
import { startApp } from "../scripts/app-server";
import { freePort } from "../scripts/free-port";
import { baseUrlOf, redirectUriOf } from "../scripts/local-environment";
import { searchSecrets } from "../scripts/secret-search";
import { startSimulator } from "../simulator/server";
import { signInContext } from "./sign-in-context";
import { SimulatorHandle } from "./simulator-handle";
import type { World } from "./world";

export interface FreshServerOptions {
  /** On top of the shared server's environment. */
  env?: Record<string, string>;
  /** False: Meta's form, so to speak, holds another address. */
  redirectUriRegistered?: boolean;
}

export interface FreshServer {
  baseUrl: string;
  databaseFile: string;
  /** A simulator of this server alone: clock, switches and secret may be changed. */
  simulator: SimulatorHandle;
  /** The app's own modules on this server's database. */
  adapters: Adapters;
  /** Makes an owner and signs a browser in. */
  signIn(context: BrowserContext): Promise<UserRow>;
  /** Happens by itself at the end of the test. */
  stop(): Promise<void>;
}

/** A production server with nothing in its database, beside the shared one; it writes into the same log. */
export async function startFreshServer(world: World, options: FreshServerOptions): Promise<FreshServer> {
  const { env: changes = {}, redirectUriRegistered = true } = options;
  const folder = mkdtempSync(join(tmpdir(), "perennial-fresh-"));
  const databaseFile = join(folder, "fresh.db");
  const port = await freePort();
  const baseUrl = baseUrlOf(port);
  const running = await startSimulator({ app: { redirectUris: redirectUriRegistered ? [redirectUriOf(port)] : [] } });
  const env = {
    ...world.env,
    DATABASE_URL: `file:${databaseFile}`,
    NEXTAUTH_URL: baseUrl,
    INSTAGRAM_SIMULATOR_URL: running.url,
    OWNER_EMAIL: "",
    OWNER_PASSWORD: "",
    PORT: String(port),
    ...changes,
  };
  const app = await startApp({ port, env, logFile: world.logFile }).catch(async (error: unknown) => {
    await running.close();
    throw error;
  });
  const { adaptersFor } = await import("../scripts/prepare-database");
  const adapters = adaptersFor(env);
  let stopped: Promise<void> | null = null;
  async function stop(): Promise<void> {
    await adapters.db.close();
    await app.stop();
    const secrets = running.simulator.issuedSecrets();
    await running.close();
    rmSync(folder, { recursive: true, force: true });
    const { found } = searchSecrets(readFileSync(world.logFile, "utf8"), secrets);
    if (found.length > 0) throw new Error(`The server's log holds secrets:\n${found.join("\n")}`);
  }
  return {
    baseUrl,
    databaseFile,
    adapters,
    simulator: new SimulatorHandle(running.url),
    async signIn(context) {
      const { createUser } = await import("../prisma/factories");
      const owner = await createUser({ role: "owner" }, adapters.db);
      await signInContext(context, { userId: owner.id, adapters });
      return owner;
    },
    stop() {
      stopped ??= stop();
      return stopped;
    },
  };
}
