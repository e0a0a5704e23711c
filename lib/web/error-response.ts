import "server-only";
import { randomUUID } from "node:crypto";
import { NextResponse } from "next/server";
import { type AppErrorCode, isAppError } from "@/lib/domain/app-error";
import type { Log } from "@/lib/log";

const STATUS: Partial<Record<AppErrorCode, number>> = {
  not_signed_in: 401,
  forbidden: 403,
  proof_needed: 403,
  second_factor_needed: 403,
  too_many_requests: 429,
  not_found: 404,
  setup_finished: 404,
  too_large: 413,
  invalid_input: 422,
  instagram_not_configured: 409,
  database_unavailable: 503,
};

/** The one way from an error to an HTTP answer: a sentence and a code; the cause, and what was refused, go to the log. */
export function errorResponse(log: Log, error: unknown): Response {
  const headers = { "cache-control": "no-store" };
  const status = isAppError(error) ? (STATUS[error.code] ?? 500) : 500;
  const reference = randomUUID();
  if (status >= 500) log.error({ event: "request_failed", reference, err: error }, "request failed");
  // Whoever looks for misuse afterwards must find what was refused.
  if (status === 403) log.warn({ event: "request_refused", err: error }, "request refused");
  if (!isAppError(error) || status === 500) {
    const text = `Something went wrong on the server. Try again; the log has more under ${reference}.`;
    return NextResponse.json({ error: text, code: "fault" }, { status, headers });
  }
  return NextResponse.json({ error: error.message, code: error.code }, { status, headers });
}
