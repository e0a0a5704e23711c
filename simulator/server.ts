import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { handleControl } from "./control";
import { judgeControlCall } from "./control-guard";
import { type Answer, redirectAnswer, type SimulatorRequest } from "./message";
import { createStateFile, readStateFile } from "./persistence";
import { createSimulator, type Simulator, type SimulatorOptions } from "./simulator";

/** Searched for in production builds, which must not contain the simulator. */
export const SIMULATOR_MARKER = "perennial-instagram-simulator-marker";

export interface StartOptions extends SimulatorOptions {
  /** 0 lets the system choose. */
  port?: number;
  host?: string;
  /** Keeps the whole world, tokens included, across restarts. Saved after calls and at the close. */
  stateFile?: string;
  /** Hears of what a caller cannot see, such as a state file that cannot be written; stderr when left out. */
  onProblem?: (problem: string, cause: unknown) => void;
}

export interface RunningSimulator {
  /** Base address without a slash at the end. */
  url: string;
  controlUrl: string;
  simulator: Simulator;
  /** Back to the seed. */
  reset(): void;
  /** Saves, ends every connection and stops listening. */
  close(): Promise<void>;
}

const MAXIMUM_BODY_BYTES = 64 * 1024;
const MAXIMUM_CONTROL_BODY_BYTES = 16 * 1024 * 1024;
/** Milliseconds; longer than the keep-alive of usual clients, so that the client ends first. */
const KEEP_ALIVE = 30_000;

const TOO_LARGE: Answer = { status: 413, headers: { connection: "close" }, body: "" };
const FORBIDDEN: Answer = {
  status: 403,
  headers: { "content-type": "text/plain; charset=utf-8", connection: "close" },
  body: "The control side is open to this machine only.\n",
};

function writeProblem(problem: string, cause: unknown): void {
  process.stderr.write(`${problem} ${String(cause)}\n`);
}

/** The body, or null when it is longer than allowed; a body of unknown length is then cut off. */
async function readBody(message: IncomingMessage, maximum: number): Promise<Buffer | null> {
  if (Number(message.headers["content-length"] ?? 0) > maximum) return null;
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of message) {
    const bytes = Buffer.from(chunk);
    length += bytes.length;
    if (length > maximum) return null;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

function headersOf(message: IncomingMessage): Record<string, string | undefined> {
  const headers: Record<string, string | undefined> = {};
  for (const [name, value] of Object.entries(message.headers)) {
    headers[name] = Array.isArray(value) ? value.join(", ") : value;
  }
  return headers;
}

function send(response: ServerResponse, answer: Answer): void {
  if (response.destroyed) return;
  if (answer.connection === "reset") {
    response.socket?.resetAndDestroy();
    return;
  }
  const body = Buffer.from(answer.bytes ?? answer.body);
  response.writeHead(answer.status, {
    ...answer.headers,
    "content-length": body.length,
    "x-simulator": SIMULATOR_MARKER,
  });
  response.end(response.req.method === "HEAD" ? undefined : body);
}

async function answerMessage(simulator: Simulator, message: IncomingMessage): Promise<Answer> {
  const url = message.url ?? "/";
  const path = url.split("?", 1)[0] ?? "/";
  const request: SimulatorRequest = {
    method: message.method ?? "GET",
    url,
    headers: headersOf(message),
  };
  const control = path === "/control" || path.startsWith("/control/");
  if (control && judgeControlCall(request, message.socket.remoteAddress) !== null) return FORBIDDEN;
  const body = await readBody(message, control ? MAXIMUM_CONTROL_BODY_BYTES : MAXIMUM_BODY_BYTES);
  if (body === null) return TOO_LARGE;
  request.body = body;
  if (control) return handleControl(simulator, request);
  if (path === "/") return redirectAnswer("/control");
  if (path === "/favicon.ico") return { status: 204, headers: {}, body: "" };
  return simulator.handle(request);
}

/** A simulator that listens. Rejects when the port is taken or the state file cannot be understood. */
export async function startSimulator(options: StartOptions = {}): Promise<RunningSimulator> {
  const { port = 0, host = "127.0.0.1", stateFile, onProblem = writeProblem } = options;
  const simulator = createSimulator(options);
  const saved = stateFile === undefined ? null : readStateFile(stateFile);
  if (saved !== null) simulator.restore(saved);
  const file =
    stateFile === undefined
      ? null
      : createStateFile(stateFile, simulator.snapshot, (error) =>
          onProblem("The simulator's state could not be saved.", error),
        );
  const waiting = new Set<NodeJS.Timeout>();
  let savedRevision = simulator.revision();

  const saveIfChanged = (): void => {
    if (simulator.revision() === savedRevision) return;
    savedRevision = simulator.revision();
    file?.changed();
  };

  const server = createServer((message, response) => {
    answerMessage(simulator, message)
      .then((answer) => {
        saveIfChanged();
        const delay = answer.delayMilliseconds ?? 0;
        if (delay <= 0) return send(response, answer);
        const timer = setTimeout(() => {
          waiting.delete(timer);
          send(response, answer);
        }, delay);
        waiting.add(timer);
      })
      .catch((error: unknown) => {
        if (!message.destroyed) onProblem("The simulator could not answer a call.", error);
        response.destroy();
      });
  });
  server.keepAliveTimeout = KEEP_ALIVE;

  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  const { port: boundPort } = server.address() as AddressInfo;
  const shownHost = host.includes(":") ? `[${host}]` : host;
  const url = `http://${shownHost === "0.0.0.0" ? "127.0.0.1" : shownHost}:${boundPort}`;

  return {
    url,
    controlUrl: `${url}/control`,
    simulator,
    reset() {
      simulator.reset();
      saveIfChanged();
    },
    async close() {
      for (const timer of waiting) clearTimeout(timer);
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
      saveIfChanged();
      await file?.flush();
    },
  };
}
