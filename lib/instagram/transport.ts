import "server-only";
import http, { type IncomingMessage } from "node:http";
import https from "node:https";
import { SECOND } from "@/lib/domain/durations";
import type { RawAnswer } from "./responses";
import type { AnswerHeaders } from "./usage";

export interface Call {
  method: "GET" | "POST";
  /** Sent as a form. */
  form?: URLSearchParams;
  /** Ends the call, from connect to the last byte. */
  signal: AbortSignal;
}

/** Sends one call and brings back the whole answer; rejects when none came. Nothing is followed and nothing repeated. */
export type Transport = (url: string, call: Call) => Promise<RawAnswer>;

const LARGEST_ANSWER_BYTES = 256 * 1024;
/** Milliseconds that a connection is kept for the next call: less than servers keep theirs, so that we end it first. */
const IDLE_LIMIT = 4 * SECOND;

/**
 * Node's own client with kept connections. A run makes two calls an account, and `fetch` costs twice the time for each;
 * Next's wraps it once more.
 */
export function createTransport(): Transport {
  const options = { keepAlive: true, timeout: IDLE_LIMIT };
  const agents = { http: new http.Agent(options), https: new https.Agent(options) };
  return (url, { method, form, signal }) =>
    new Promise((resolve, reject) => {
      const secure = url.startsWith("https:");
      const body = form?.toString();
      const headers = {
        accept: "application/json",
        ...(body === undefined ? {} : { "content-type": "application/x-www-form-urlencoded" }),
      };
      const settings = { method, headers, signal, agent: secure ? agents.https : agents.http };
      const request = (secure ? https : http).request(url, settings, (message) => {
        readText(message).then(
          (text) => resolve({ status: message.statusCode ?? 0, headers: headersOf(message), text }),
          reject,
        );
      });
      request.on("error", reject);
      request.end(body);
    });
}

function headersOf({ headers }: IncomingMessage): AnswerHeaders {
  return {
    get(name) {
      const value = headers[name];
      return typeof value === "string" ? value : null;
    },
  };
}

/** Reads at most {@link LARGEST_ANSWER_BYTES}; what is cut is no JSON any more and will be judged so. */
async function readText(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST_ANSWER_BYTES) break;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
