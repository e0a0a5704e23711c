import { parseArgs } from "node:util";
import { startSimulator } from "./server";

const DEFAULT_PORT = 4100;

const { values } = parseArgs({
  options: {
    port: { type: "string", default: String(DEFAULT_PORT) },
    host: { type: "string", default: "127.0.0.1" },
    seed: { type: "string", default: "1" },
    state: { type: "string" },
    "redirect-uri": { type: "string", multiple: true, default: [] },
    "client-id": { type: "string" },
    "client-secret": { type: "string" },
    "app-name": { type: "string" },
  },
});

function explain(error: unknown): never {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}

const running = await startSimulator({
  port: Number(values.port),
  host: values.host,
  seed: values.seed,
  stateFile: values.state,
  app: {
    name: values["app-name"],
    clientId: values["client-id"],
    clientSecret: values["client-secret"],
    redirectUris: values["redirect-uri"],
  },
}).catch(explain);
console.log(`Instagram simulator at ${running.url}, control page at ${running.controlUrl}`);

let stopping = false;
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    if (stopping) return;
    stopping = true;
    running.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  });
}
