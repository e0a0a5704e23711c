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

/** What the agent says of an address that it does not connect to. It has no code of its own. */
const REFUSED = /is not allowed\. Because/;

/**
 * Sends one POST to an address that a person typed. The name is looked up once, every address that it has is checked,
 * and the connection goes to those addresses. Private, loopback and link-local ones are refused, in any spelling, unless
 * the options allow them. Redirects are not followed. Never throws.
 */
export function postOutgoing(
  address: string,
  { headers, body }: { headers: Record<string, string>; body: string },
  { allowPrivateAddresses, timeLimit }: OutgoingOptions,
): Promise<OutgoingAnswer> {
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
  const bytes = Buffer.from(body, "utf8");
  return new Promise((resolve) => {
    let answer: IncomingMessage | undefined;
    const received: Buffer[] = [];
    const request = (secure ? requestHttps : requestHttp)(url, {
      method: "POST",
      agent,
      lookup: lookUpAddress,
      headers: { "user-agent": "Perennial", ...headers, "content-length": bytes.length },
    });
    const finish = (outcome: OutgoingAnswer): void => {
      clearTimeout(timer);
      request.destroy();
      agent.destroy();
      resolve(outcome);
    };
    // A receiver that has answered with a status has got the message, however its body goes on.
    const answered = (status: number): void =>
      finish({ ok: true, status, body: Buffer.concat(received).subarray(0, LARGEST_ANSWER).toString("utf8") });
    const timer = setTimeout(() => {
      if (answer?.statusCode === undefined) finish({ ok: false, reason: "timed_out", code: "" });
      else answered(answer.statusCode);
    }, timeLimit);
    request.on("error", (error) => {
      if (answer?.statusCode !== undefined) answered(answer.statusCode);
      else
        finish({
          ok: false,
          reason: REFUSED.test(error.message) ? "address_refused" : "unreachable",
          code: codeOf(error),
        });
    });
    request.on("response", (response) => {
      answer = response;
      const { statusCode = 0 } = response;
      let size = 0;
      response.on("data", (chunk: Buffer) => {
        received.push(chunk);
        size += chunk.length;
        if (size >= LARGEST_ANSWER) answered(statusCode);
      });
      response.on("end", () => answered(statusCode));
      response.on("error", () => answered(statusCode));
      response.on("close", () => answered(statusCode));
    });
    request.end(bytes);
  });
}

/** The system's short name of a network error, such as ECONNREFUSED. */
function codeOf(error: Error): string {
  const code = "code" in error ? String(error.code) : "";
  return /^[A-Z0-9_]{1,60}$/.test(code) ? code : "";
}
