import { parseArgs } from "node:util";
import { type ChosenPorts, choosePorts } from "./chosen-ports";
import { FriendlyError } from "./friendly-error";

export interface ServerOptions {
  ports: ChosenPorts;
  reset: boolean;
}

function usage(command: string, folder: string): string {
  return `${command} -- [options]

  --port N            where the dashboard listens (3000)
  --simulator-port N  where the Instagram simulator listens (the other port + 1100)
  --reset             throws the data in ${folder} away and starts over
`;
}

/**
 * Reads the options that the demo and development share; `--help` ends the process.
 *
 * @throws FriendlyError for what is not understood and for a port that cannot be had.
 */
export async function readServerOptions(command: string, folder: string): Promise<ServerOptions> {
  const values = parse(usage(command, folder));
  const ports = await choosePorts({ port: values.port, simulatorPort: values["simulator-port"], command });
  return { ports, reset: values.reset };
}

function parse(text: string) {
  const options = {
    port: { type: "string" },
    "simulator-port": { type: "string" },
    reset: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  } as const;
  try {
    const { values } = parseArgs({ options });
    if (!values.help) return values;
  } catch (error) {
    throw new FriendlyError(`${error instanceof Error ? error.message : String(error)}\n\n${text}`);
  }
  console.log(text);
  process.exit(0);
}
