import { rmSync } from "node:fs";
import { join } from "node:path";
import { startApp } from "./app-server";
import { endWith, FriendlyError } from "./friendly-error";
import { baseUrlOf } from "./local-environment";
import { openLocalWorld } from "./local-world";
import { ensureBuild, isBuildCurrent } from "./production-build";
import { ROOT } from "./run-command";
import { readServerOptions, type ServerOptions } from "./server-options";
import { stopRequested } from "./stop-signals";

const FOLDER = "data/demo";

async function demo(): Promise<void> {
  const options = await readServerOptions("npm run demo", FOLDER);
  if (!isBuildCurrent()) console.log("Building for production; this takes a minute the first time …");
  await ensureBuild();
  await serve(options);
}

async function serve({ ports, reset }: ServerOptions): Promise<void> {
  const stop = stopRequested();
  const folder = join(ROOT, FOLDER);
  const world = await openLocalWorld(folder, ports, { reset });
  try {
    const logFile = join(folder, "server.log");
    rmSync(logFile, { force: true });
    const app = await startApp({ port: ports.port, env: world.env, logFile });
    console.log(`Perennial is ready at ${baseUrlOf(ports.port)}`);
    console.log(world.signInLine);
    console.log(
      `Try first: Extend @studio.halden, Reconnect @nord.coffee, then Connect account (Instagram is simulated: ${world.controlUrl})`,
    );
    const exitCode = await Promise.race([stop.then(() => null), app.exited]);
    await app.stop();
    if (exitCode !== null) {
      throw new FriendlyError(`The app ended by itself, with exit code ${exitCode}. See ${FOLDER}/server.log.`);
    }
  } finally {
    await world.close();
  }
}

demo().then(() => process.exit(0), endWith);
