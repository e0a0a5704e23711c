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
  /** Milliseconds for the whole call, from connect to the last byte. */
  timeLimit: number;
}

/**
 * Sends one call and brings back the whole answer; rejects when none came, with an error named `TimeoutError` when it took
 * too long. Nothing is followed and nothing repeated.
 */
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
  return (url, { method, form, timeLimit }) =>
    new Promise((resolve, reject) => {
      const secure = url.startsWith("https:");
      const body = form?.toString();
      const headers = {
        accept: "application/json",
        ...(body === undefined ? {} : { "content-type": "application/x-www-form-urlencoded" }),
      };
      const settings = { method, headers, agent: secure ? agents.https : agents.http };
      const request = (secure ? https : http).request(url, settings);
      // A signal would do the same at several times the cost.
      const timer = setTimeout(() => request.destroy(new DOMException("Too slow.", "TimeoutError")), timeLimit);
      const fail = (error: Error): void => {
        clearTimeout(timer);
        reject(error);
      };
      request.on("error", fail);
      request.on("response", (message) => {
        const headers = headersOf(message);
        readText(message, fail, (text) => {
          clearTimeout(timer);
          resolve({ status: message.statusCode ?? 0, headers, text });
        });
      });
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
function readText(message: IncomingMessage, failed: (error: Error) => void, done: (text: string) => void): void {
  const chunks: Buffer[] = [];
  let size = 0;
  const end = (): void => done(Buffer.concat(chunks).toString("utf8"));
  message.on("error", failed);
  message.on("end", end);
  message.on("data", (chunk: Buffer) => {
    size += chunk.length;
    if (size <= LARGEST_ANSWER_BYTES) {
      chunks.push(chunk);
      return;
    }
    message.off("end", end);
    message.destroy();
    end();
  });
}
