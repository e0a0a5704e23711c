import { connect } from "node:net";

/** Milliseconds that an answer may take. */
export const LONGEST_ANSWER = 10_000;

export interface RawRequest {
  method: string;
  /** Path and query, as they are to stand in the first line. */
  target: string;
  headers: readonly (readonly [name: string, value: string])[];
  body: Buffer | null;
}

export type RawOutcome =
  | { kind: "answered"; status: number; headers: [name: string, value: string][]; body: string; milliseconds: number }
  /** The server closed the connection without an answer. */
  | { kind: "closed" }
  | { kind: "hung" };

/** Sends bytes as they are, which no client library would, and reads what comes back. */
export function sendRaw(url: string, request: RawRequest & { isIncomplete: boolean }): Promise<RawOutcome> {
  const { hostname, port } = new URL(url);
  const started = performance.now();
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const socket = connect(Number(port), hostname);
    const finish = (outcome: RawOutcome): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(outcome);
    };
    const timer = setTimeout(() => finish({ kind: "hung" }), LONGEST_ANSWER);
    socket.on("data", (chunk) => chunks.push(chunk));
    socket.on("error", () => finish(readAnswer(Buffer.concat(chunks), performance.now() - started)));
    socket.on("end", () => finish(readAnswer(Buffer.concat(chunks), performance.now() - started)));
    // Whoever closes their side has gone, to Node, and gets no answer.
    socket.on("connect", () => (request.isIncomplete ? socket.end(bytesOf(request)) : socket.write(bytesOf(request))));
  });
}

export function bytesOf({ method, target, headers, body }: RawRequest): Buffer {
  const lines = [`${method} ${target} HTTP/1.1`, ...headers.map(([name, value]) => `${name}: ${value}`), "", ""];
  const head = Buffer.from(lines.join("\r\n"), "utf8");
  return body === null ? head : Buffer.concat([head, body]);
}

function readAnswer(bytes: Buffer, milliseconds: number): RawOutcome {
  const end = bytes.indexOf("\r\n\r\n");
  if (end === -1) return { kind: "closed" };
  const [first = "", ...lines] = bytes.subarray(0, end).toString("latin1").split("\r\n");
  const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(first)?.[1]);
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(":");
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
  });
  const rest = bytes.subarray(end + 4);
  const isChunked = headers.some(([name, value]) => name === "transfer-encoding" && value === "chunked");
  const body = (isChunked ? joinChunks(rest) : rest).toString("utf8");
  return { kind: "answered", status, headers, body, milliseconds };
}

/** Secrets must not hide where two chunks meet. */
function joinChunks(bytes: Buffer): Buffer {
  const chunks: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const lineEnd = bytes.indexOf("\r\n", at);
    const length = Number.parseInt(bytes.subarray(at, lineEnd).toString("latin1"), 16);
    if (lineEnd === -1 || !(length > 0)) break;
    chunks.push(bytes.subarray(lineEnd + 2, lineEnd + 2 + length));
    at = lineEnd + 2 + length + 2;
  }
  return Buffer.concat(chunks);
}
