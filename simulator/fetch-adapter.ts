import type { Simulator } from "./simulator";

const BODYLESS_STATUSES: ReadonlySet<number> = new Set([204, 205, 304]);

/**
 * A `fetch` that ends in the given simulator instead of a socket, for tests with thousands of accounts and a
 * clock of their own. A cut connection rejects as `fetch` does; redirects are not followed. `wait` is asked to
 * spend the milliseconds of a slow answer, which by default take no time.
 */
export function simulatorFetch(
  simulator: Simulator,
  wait: (milliseconds: number) => Promise<void> = () => Promise.resolve(),
): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const { pathname, search, host } = new URL(request.url);
    const answer = simulator.handle({
      method: request.method,
      url: pathname + search,
      headers: { host, ...Object.fromEntries(request.headers) },
      body: new Uint8Array(await request.arrayBuffer()),
    });
    if (answer.delayMilliseconds !== undefined) await wait(answer.delayMilliseconds);
    request.signal.throwIfAborted();
    if (answer.connection === "reset") {
      throw new TypeError("fetch failed", { cause: new Error("read ECONNRESET") });
    }
    return new Response(BODYLESS_STATUSES.has(answer.status) ? null : (answer.bytes ?? answer.body), {
      status: answer.status,
      headers: answer.headers,
    });
  };
}
