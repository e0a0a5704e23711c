import { portState } from "./free-port";
import { FriendlyError } from "./friendly-error";

const DEFAULT_PORT = 3000;
/** 3000 and 4100, 3500 and 4600: the simulator's port follows the app's. */
const SIMULATOR_DISTANCE = 1100;
const HIGHEST_PORT = 65_535;

export interface ChosenPorts {
  port: number;
  simulatorPort: number;
}

interface PortOptions {
  port: string | undefined;
  simulatorPort: string | undefined;
  /** What the person typed, to show the cure: `npm run demo`. */
  command: string;
}

/**
 * The ports to use, checked to be free.
 *
 * @throws FriendlyError that names the port and how to choose another.
 */
export async function choosePorts({
  port: asked,
  simulatorPort: askedToo,
  command,
}: PortOptions): Promise<ChosenPorts> {
  const port = readPort("--port", asked ?? String(DEFAULT_PORT));
  const beside = port + SIMULATOR_DISTANCE > HIGHEST_PORT ? port - SIMULATOR_DISTANCE : port + SIMULATOR_DISTANCE;
  const simulatorPort = readPort("--simulator-port", askedToo ?? String(beside));
  if (port === simulatorPort) throw new FriendlyError("The app and the simulator need a port each.");
  await demandFree(port, `${command} -- --port ${port + 1}`, "");
  await demandFree(
    simulatorPort,
    `${command} -- --simulator-port ${simulatorPort + 1}`,
    " for the Instagram simulator",
  );
  return { port, simulatorPort };
}

function readPort(option: string, text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port < 1 || port > HIGHEST_PORT) throw new FriendlyError(`${option} takes a number from 1 to ${HIGHEST_PORT}.`);
  return port;
}

async function demandFree(port: number, cure: string, purpose: string): Promise<void> {
  const state = await portState(port);
  if (state === "taken") {
    throw new FriendlyError(`Port ${port}${purpose} is taken by another program. Choose another one:\n\n  ${cure}`);
  }
  if (state === "not_allowed") {
    throw new FriendlyError(`This user may not listen on port ${port}. Choose one above 1023:\n\n  ${cure}`);
  }
}
