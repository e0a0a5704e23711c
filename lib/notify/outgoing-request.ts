import "server-only";
import { type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { RequestFilteringHttpAgent, RequestFilteringHttpsAgent } from "request-filtering-agent";
import { SECOND } from "@/lib/domain/durations";
import { isOverlooked, lookUpAddress } from "./address-lookup";

/** Milliseconds for everything from the look-up of the name to the end of the answer. */
export const OUTGOING_TIME_LIMIT = 10 * SECOND;
/** Bytes. */
export const LARGEST_ANSWER = 64 * 1_024;

export interface OutgoingOptions {
  allowPrivateAddresses: boolean;
  /** Milliseconds. */
  timeLimit: number;
}

export type OutgoingAnswer =
  /** `body` is cut at {@link LARGEST_ANSWER}, and where the time was over. A redirect is an answer like any other. */
  | { ok: true; status: number; body: string }
  | { ok: false; reason: "not_http" | "address_refused" | "timed_out" | "unreachable"; code: string };

/** An answer in bytes. */
export type OutgoingBytes =
  | {
      ok: true;
      status: number;
      /** Without parameters, in lower case. */
      contentType: string;
      bytes: Buffer<ArrayBuffer>;
      /** False: there was more than was wanted, or the time was over. */
      complete: boolean;
    }
  | Extract<OutgoingAnswer, { ok: false }>;

interface OutgoingRequest {
  method: "GET" | "POST";
  headers: Record<string, string>;
  body: Buffer | null;
  /** Bytes. */
  largestAnswer: number;
}

/** What the agent says of an address that it does not connect to. It has no code of its own. */
const REFUSED = /is not allowed\. Because/;

/** Sends one POST to an address that a person typed, as {@link send} does. Never throws. */
export async function postOutgoing(
  address: string,
  { headers, body }: { headers: Record<string, string>; body: string },
  options: OutgoingOptions,
): Promise<OutgoingAnswer> {
  const bytes = Buffer.from(body, "utf8");
  const sent = { ...headers, "content-length": String(bytes.length) };
  const request = { method: "POST", headers: sent, body: bytes, largestAnswer: LARGEST_ANSWER } as const;
  const answer = await send(address, request, options);
  return answer.ok ? { ok: true, status: answer.status, body: answer.bytes.toString("utf8") } : answer;
}

/** Gets what is at an address that came from outside, as {@link send} does. Never throws. */
export function getOutgoing(
  address: string,
  { headers, largestAnswer }: Pick<OutgoingRequest, "headers" | "largestAnswer">,
  options: OutgoingOptions,
): Promise<OutgoingBytes> {
  return send(address, { method: "GET", headers, body: null, largestAnswer }, options);
}

/**
 * The name is looked up once, every address that it has is checked, and the connection goes to those addresses. Private,
 * loopback and link-local ones are refused, in any spelling, unless the options allow them. Redirects are not followed.
 */
function send(
  address: string,
  { method, headers, body, largestAnswer }: OutgoingRequest,
  { allowPrivateAddresses, timeLimit }: OutgoingOptions,
): Promise<OutgoingBytes> {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url === null || (url.protocol !== "https:" && url.protocol !== "http:")) {
    return Promise.resolve({ ok: false, reason: "not_http", code: "" });
  }
  if (!allowPrivateAddresses && isOverlooked(url.hostname.replace(/^\[|\]$/g, ""))) {
    return Promise.resolve({ ok: false, reason: "address_refused", code: "" });
  }
  const secure = url.protocol === "https:";
  // One agent a request: no connection outlives the check of its address.
  const filter = { allowPrivateIPAddress: allowPrivateAddresses, keepAlive: false };
  const agent = secure ? new RequestFilteringHttpsAgent(filter) : new RequestFilteringHttpAgent(filter);
  return new Promise((resolve) => {
    let answer: IncomingMessage | undefined;
    const received: Buffer[] = [];
    const request = (secure ? requestHttps : requestHttp)(url, {
      method,
      agent,
      lookup: lookUpAddress,
      headers: { "user-agent": "Perennial", ...headers },
    });
    const finish = (outcome: OutgoingBytes): void => {
      clearTimeout(timer);
      request.destroy();
      agent.destroy();
      resolve(outcome);
    };
    // A receiver that has answered with a status has got the message, however its body goes on.
    const answered = ({ statusCode: status = 0, headers: told }: IncomingMessage, complete: boolean): void => {
      const [contentType = ""] = (told["content-type"] ?? "").toLowerCase().split(";");
      const bytes = Buffer.concat(received).subarray(0, largestAnswer);
      finish({ ok: true, status, contentType: contentType.trim(), bytes, complete });
    };
    const timer = setTimeout(() => {
      if (answer === undefined) finish({ ok: false, reason: "timed_out", code: "" });
      else answered(answer, false);
    }, timeLimit);
    request.on("error", (error) => {
      if (answer !== undefined) answered(answer, false);
      else
        finish({
          ok: false,
          reason: REFUSED.test(error.message) ? "address_refused" : "unreachable",
          code: codeOf(error),
        });
    });
    request.on("response", (response) => {
      answer = response;
      let size = 0;
      response.on("data", (chunk: Buffer) => {
        received.push(chunk);
        size += chunk.length;
        if (size > largestAnswer) answered(response, false);
      });
      response.on("end", () => answered(response, true));
      response.on("error", () => answered(response, false));
      response.on("close", () => answered(response, false));
    });
    request.end(body);
  });
}

/** The system's short name of a network error, such as ECONNREFUSED. */
function codeOf(error: Error): string {
  const code = "code" in error ? String(error.code) : "";
  return /^[A-Z0-9_]{1,60}$/.test(code) ? code : "";
}
