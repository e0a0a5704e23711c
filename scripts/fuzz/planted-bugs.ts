import { createServer, type IncomingMessage, type ServerResponse, request as sendOn } from "node:http";
import type { AddressInfo } from "node:net";
import type { FuzzFinding } from "./fuzz-oracle";

/** A mistake as an app might make it, and what the run must call it. */
export interface PlantedBug {
  name: string;
  finding: FuzzFinding["kind"];
  /** True when it took the request over; otherwise the app answers, and `spoil` may change that. */
  act?(request: IncomingMessage, response: ServerResponse): boolean | Promise<boolean>;
  spoil?(request: IncomingMessage, body: string): string;
}

export interface BuggyServer {
  url: string;
  close(): Promise<void>;
}

/** Something in front of the real server that has one bug; everything else passes through. */
export async function startBuggyServer(appUrl: string, bug: PlantedBug): Promise<BuggyServer> {
  const { hostname, port } = new URL(appUrl);

  async function answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    if (await bug.act?.(incoming, response)) return;
    const { method, url: path, headers } = incoming;
    const passed = sendOn({ hostname, port, method, path, headers }, (from) => {
      const chunks: Buffer[] = [];
      from.on("data", (chunk: Buffer) => chunks.push(chunk));
      from.on("error", () => response.destroy());
      from.on("end", () => {
        const body = Buffer.concat(chunks);
        const { "content-length": _length, "transfer-encoding": _encoding, ...kept } = from.headers;
        response.writeHead(from.statusCode ?? 502, kept);
        response.end(bug.spoil === undefined ? body : bug.spoil(incoming, body.toString("utf8")));
      });
    });
    passed.on("error", () => response.destroy());
    incoming.pipe(passed);
  }

  const server = createServer((incoming, response) => {
    answer(incoming, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
