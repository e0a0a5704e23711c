import { createServer } from "node:net";

/** Whoever binds to one of these keeps others off the port, whichever of them they ask for. */
const ADDRESSES = ["::", "0.0.0.0", "127.0.0.1", "::1"];

/** A TCP port of this machine that nobody listens on right now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

type PortState = "free" | "taken" | "not_allowed";

function tryAddress(port: number, host: string): Promise<PortState> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EACCES") resolve("not_allowed");
      else resolve(error.code === "EADDRINUSE" ? "taken" : "free");
    });
    server.listen({ port, host }, () => server.close(() => resolve("free")));
  });
}

/** Whether this process can listen on `port`, on all of this machine's addresses. */
export async function portState(port: number): Promise<PortState> {
  for (const host of ADDRESSES) {
    const state = await tryAddress(port, host);
    if (state !== "free") return state;
  }
  return "free";
}
