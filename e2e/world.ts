/** What runs during the tests: one simulator and one production server, shared by all workers. */
export interface World {
  baseUrl: string;
  simulatorUrl: string;
  /** The server's environment, secrets included. */
  env: Record<string, string>;
  logFile: string;
}

const VARIABLE = "PERENNIAL_E2E_WORLD";
export const OWNER = { email: "owner@example.com", password: "acorn-lantern-violet-wren" };

export function publishWorld(world: World): void {
  process.env[VARIABLE] = JSON.stringify(world);
}

/** In a worker: the world that the global setup has made. */
export function readWorld(): World {
  const text = process.env[VARIABLE];
  if (text === undefined) throw new Error("The global setup has not run.");
  return JSON.parse(text) as World;
}
