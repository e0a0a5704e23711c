import "server-only";
import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";

/** Stands in for methods that `fetch` forbids; nothing answers to it. */
const REFUSED_METHOD = "REFUSED";
const FORBIDDEN_METHODS = new Set(["TRACE", "TRACK", "CONNECT"]);

/**
 * From now on what Next answers with a bare 500, before anything of ours sees it, reaches proxy.ts and the pages: a path
 * that cannot be decoded (nothing is there, says the page) and methods that no `Request` can have (not allowed).
 */
export function takeOddRequests(): void {
  subscribe("http.server.request.start", (message) => {
    const { request } = message as { request: IncomingMessage };
    request.url = decodableTarget(request.url ?? "/");
    if (FORBIDDEN_METHODS.has(request.method ?? "")) request.method = REFUSED_METHOD;
  });
}

/** The target of a request with every part of its path as it is, or, where it is no UTF-8, with its `%` escaped. */
export function decodableTarget(target: string): string {
  const [path = "", ...query] = target.split("?");
  if (isDecodable(path)) return target;
  const parts = path.split("/").map((part) => (isDecodable(part) ? part : part.replaceAll("%", "%25")));
  return [parts.join("/"), ...query].join("?");
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}
