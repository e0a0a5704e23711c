import { readForm } from "./form-body";
import { type JsonObject, writeJson } from "./json";

/** What a caller sends. `url` is path and query; header names are lower case. */
export interface SimulatorRequest {
  method: string;
  url: string;
  headers?: Record<string, string | undefined>;
  body?: string | Uint8Array;
}

/** What the simulator answers. The transport carries out the delay and the cut; the logic never waits. */
export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: string;
  /** A body that is no text, in the place of `body`. */
  bytes?: Uint8Array<ArrayBuffer>;
  /** The object behind a JSON body, for faults that edit it. */
  payload?: JsonObject;
  delayMilliseconds?: number;
  connection?: "reset";
}

export interface ReadRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: Record<string, string | undefined>;
  /** Scheme and authority under which the caller reached the simulator. */
  origin: string;
  /** Fields of an urlencoded or multipart body; empty for every other body. */
  form: URLSearchParams;
}

const HOST_PATTERN = /^[\w.[\]:-]+$/;

/** Never throws: what cannot be read becomes empty. */
export function readRequest(request: SimulatorRequest): ReadRequest {
  const queryStart = request.url.indexOf("?");
  const headers = request.headers ?? {};
  const host = headers.host ?? "localhost";
  return {
    method: request.method.toUpperCase(),
    path: queryStart === -1 ? request.url : request.url.slice(0, queryStart),
    query: new URLSearchParams(queryStart === -1 ? "" : request.url.slice(queryStart + 1)),
    headers,
    origin: `http://${HOST_PATTERN.test(host) ? host : "localhost"}`,
    form: readForm(headers["content-type"], request.body),
  };
}

export function jsonAnswer(payload: JsonObject, status = 200): Answer {
  return {
    status,
    headers: { "content-type": "application/json; charset=UTF-8", "cache-control": "no-store" },
    body: writeJson(payload),
    payload,
  };
}

const PAGE_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; base-uri 'none'; frame-ancestors 'none'";

export function htmlAnswer(body: string, status = 200): Answer {
  return {
    status,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store",
      "content-security-policy": PAGE_POLICY,
      "referrer-policy": "same-origin",
      "x-content-type-options": "nosniff",
    },
    body,
  };
}

export function redirectAnswer(location: string, status: 302 | 303 = 302): Answer {
  return { status, headers: { location, "cache-control": "no-store" }, body: "" };
}
