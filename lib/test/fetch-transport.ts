import type { Transport } from "@/lib/instagram/transport";

/** A transport over any `fetch`, such as the simulator's own, which needs no socket. */
export function fetchTransport(fetch: typeof globalThis.fetch): Transport {
  return async (url, { method, form, signal }) => {
    const response = await fetch(url, {
      method,
      signal,
      redirect: "manual",
      ...(form === undefined ? {} : { body: form }),
    });
    return { status: response.status, headers: response.headers, text: await response.text() };
  };
}
