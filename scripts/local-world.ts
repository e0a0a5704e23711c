import { join } from "node:path";
import { startSimulator } from "../simulator/server";
import type { ChosenPorts } from "./chosen-ports";
import { lockFolder } from "./instance-lock";
import { localEnvironment, OWNER, redirectUriOf } from "./local-environment";
import { secretsOf } from "./local-secrets";
import { generateClients } from "./production-build";

export interface LocalWorld {
  /** For the app's process. */
  env: Record<string, string>;
  controlUrl: string;
  signInLine: string;
  close(): Promise<void>;
}

/** A data folder with an owner, the demo's accounts and a running simulator; everything in it outlives a restart. */
export async function openLocalWorld(
  folder: string,
  { port, simulatorPort }: ChosenPorts,
  { reset }: { reset: boolean },
): Promise<LocalWorld> {
  await generateClients();
  const unlock = await lockFolder(folder, port, reset);
  const secrets = secretsOf(folder);
  const simulator = await startSimulator({
    port: simulatorPort,
    stateFile: join(folder, "simulator.json"),
    app: { redirectUris: [redirectUriOf(port)] },
  });
  const close = async (): Promise<void> => {
    await simulator.close();
    unlock();
  };
  try {
    const databaseUrl = `file:${join(folder, "perennial.db")}`;
    const env = localEnvironment({ port, databaseUrl, simulatorUrl: simulator.url, secrets });
    // Only now, because it imports what was generated above.
    const { prepareDatabase } = await import("./prepare-database");
    await prepareDatabase(env, secrets.ownerPassword, simulator.simulator);
    // The simulator saves after calls, and the tokens that were just issued came without one.
    await fetch(`${simulator.controlUrl}/api/state`);
    const signInLine = `Sign in as ${OWNER.email} with the password ${secrets.ownerPassword}`;
    return { env, controlUrl: simulator.controlUrl, signInLine, close };
  } catch (error) {
    await close();
    throw error;
  }
}
