import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { migrateDatabase } from "@/lib/db/migrate";
import { checkKeys } from "@/lib/services/check-keys";
import type { Adapters } from "@/lib/services/context";
import { type RunningSimulator, startSimulator } from "../../simulator/server";
import type { Simulator } from "../../simulator/simulator";
import { type AppServer, startApp } from "../app-server";
import { freePort } from "../free-port";
import { localEnvironment } from "../local-environment";
import { newSecrets } from "../local-secrets";
import { adaptersFor } from "../prepare-database";
import { moveStoredDates } from "./move-time";

/** Where the world's own folder holds its SQLite file. */
const SQLITE_FILE = "perennial.db";

export interface ServerWorldOptions {
  /** A PostgreSQL database; null: one SQLite file in a folder of this world. */
  postgresUrl: string | null;
  seed?: number | string;
  /** On top of what every local server gets. */
  env?: Record<string, string>;
}

/** Instagram and one database, on which production servers come and go. */
export class ServerWorld {
  readonly folder: string;
  readonly adapters: Adapters;
  private readonly running: RunningSimulator;
  private readonly env: Record<string, string>;

  private constructor(folder: string, env: Record<string, string>, running: RunningSimulator) {
    this.folder = folder;
    this.env = env;
    this.running = running;
    this.adapters = adaptersFor(env);
  }

  static async open({ postgresUrl, seed, env = {} }: ServerWorldOptions): Promise<ServerWorld> {
    const folder = mkdtempSync(join(tmpdir(), "perennial-processes-"));
    const running = await startSimulator({ seed });
    const databaseUrl = postgresUrl ?? `file:${join(folder, SQLITE_FILE)}`;
    const local = { port: await freePort(), databaseUrl, simulatorUrl: running.url, secrets: newSecrets() };
    const world = new ServerWorld(folder, { ...localEnvironment(local), ...env }, running);
    await migrateDatabase(databaseUrl);
    await checkKeys(world.adapters);
    return world;
  }

  get simulator(): Simulator {
    return this.running.simulator;
  }

  /** The key that seals, as it stands in the environment. */
  get encryptionKey(): string {
    return this.env.TOKEN_ENCRYPTION_KEYS?.split(":")[1] ?? "";
  }

  get logFile(): string {
    return join(this.folder, "server.log");
  }

  /** What a process of this world gets. */
  environment(changes: Record<string, string> = {}): Record<string, string> {
    return { ...this.env, ...changes };
  }

  /** Another server process on the same database, once it is healthy. */
  async startServer(env: Record<string, string> = {}): Promise<AppServer & { url: string }> {
    const port = await freePort();
    const app = await startApp({ port, env: this.environment({ ...env, PORT: String(port) }), logFile: this.logFile });
    return { ...app, url: `http://127.0.0.1:${port}` };
  }

  /** Lets time go by for the database and for Instagram. */
  async move(milliseconds: number): Promise<void> {
    await moveStoredDates(this.adapters.db, milliseconds);
    this.simulator.advance({ ms: milliseconds });
  }

  /** `keep`: the folder with the log stays for somebody to look into. */
  async close({ keep = false } = {}): Promise<void> {
    await this.adapters.db.close();
    await this.running.close();
    if (!keep) rmSync(this.folder, { recursive: true, force: true });
  }
}
