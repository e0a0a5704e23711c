import "server-only";
import { z } from "zod";
import type { FailureKind, FailureReason, InstagramFailure } from "@/lib/domain/instagram-failure";
import { boundedLine } from "@/lib/domain/plain-line";
import { redactText } from "@/lib/redact";
import { type AnswerHeaders, readRetryAfter } from "./usage";

const LONGEST_MESSAGE = 500;

interface Finding {
  kind: FailureKind;
  reason: FailureReason;
}

/** A Graph error in any of its three envelopes, flattened. */
interface GraphError {
  message: string;
  code: number | null;
  subcode: number | null;
  transient: boolean;
  /** True for the flat shape of `api.instagram.com` and the legacy `meta` one; their `code` is the HTTP status. */
  flat: boolean;
}

/** Meta's numbers are small and whole; what no column of 32 bits takes is none of them. */
const numeric = z.union([
  z.int32(),
  z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number),
]);
const graphEnvelope = z.object({
  error: z.object({
    message: z.string().catch(""),
    code: numeric.nullish().catch(null),
    error_subcode: numeric.nullish().catch(null),
    is_transient: z.boolean().nullish().catch(null),
  }),
});
const flatEnvelope = z.object({ error_message: z.string(), error_type: z.string().optional() });
const legacyEnvelope = z.object({ meta: flatEnvelope });

/** True for a body that speaks of an error in any envelope, whatever the HTTP status says. */
export function holdsError(body: unknown): boolean {
  return readError(body) !== null;
}

function readError(body: unknown): GraphError | null {
  const graph = graphEnvelope.safeParse(body);
  if (graph.success) {
    const { message, code, error_subcode, is_transient } = graph.data.error;
    return {
      message,
      code: code ?? null,
      subcode: error_subcode ?? null,
      transient: is_transient === true,
      flat: false,
    };
  }
  const legacy = legacyEnvelope.safeParse(body);
  const flat = flatEnvelope.safeParse(legacy.success ? legacy.data.meta : body);
  if (!flat.success) return null;
  return { message: flat.data.error_message, code: null, subcode: null, transient: false, flat: true };
}

/** Code 190 and 102 by subcode (instagram-platform §6.3). */
const SESSION_SUBCODES: Record<number, Finding> = {
  458: { kind: "dead", reason: "app_removed" },
  459: { kind: "action_needed", reason: "checkpoint" },
  460: { kind: "dead", reason: "password_changed" },
  463: { kind: "dead", reason: "expired" },
  464: { kind: "action_needed", reason: "unconfirmed_user" },
  467: { kind: "dead", reason: "token_invalid" },
  492: { kind: "permission", reason: "permission_missing" },
};

/** The same by text, because graph.instagram.com often sends no subcode (instagram-platform §6.1). */
const SESSION_TEXTS: readonly (readonly [RegExp, Finding])[] = [
  [/till you log in|checkpoint/i, { kind: "action_needed", reason: "checkpoint" }],
  [/not (a )?confirmed|confirm (that )?you|unconfirmed/i, { kind: "action_needed", reason: "unconfirmed_user" }],
  [/changed (their|the) password|session has been invalidated/i, { kind: "dead", reason: "password_changed" }],
  [/has not authorized application/i, { kind: "dead", reason: "app_removed" }],
  [/has expired/i, { kind: "dead", reason: "expired" }],
  [/cannot parse|failed to decrypt|invalid oauth/i, { kind: "dead", reason: "token_invalid" }],
];

/** Flat errors of the code exchange (instagram-platform §2.3), and of the consent window where they come back. */
const FLAT_TEXTS: readonly (readonly [RegExp, Finding])[] = [
  [/redirect_uri is identical/i, { kind: "setup", reason: "redirect_or_secret" }],
  [/redirect_uri/i, { kind: "setup", reason: "redirect_uri" }],
  [/client.?secret/i, { kind: "setup", reason: "wrong_secret" }],
  [/platform app|client.?id/i, { kind: "setup", reason: "wrong_client" }],
  [/developer role/i, { kind: "setup", reason: "developer_role" }],
  [/code has expired/i, { kind: "code", reason: "code_expired" }],
  [/already used|been used|not found/i, { kind: "code", reason: "code_used" }],
  [/invalid authorization code/i, { kind: "code", reason: "code_invalid" }],
];

const RATE_LIMIT_CODES = new Set([4, 17, 32, 341, 613, 80002]);

function judgeCode(error: GraphError): Finding {
  const { code, subcode, message } = error;
  if (code === 368 || (code === 4 && subcode === 2_207_051))
    return { kind: "rate_limited", reason: "temporarily_blocked" };
  if (code !== null && RATE_LIMIT_CODES.has(code)) return { kind: "rate_limited", reason: "rate_limited" };
  if (code === 1 || code === 2 || error.transient) return { kind: "transient", reason: "outage" };
  if (code === 190 || code === 102) return judgeSession(subcode, message);
  if (code === 100) return judgeParameter(subcode, message);
  if (code === 10) {
    const personal = /not an instagram business/i.test(message);
    return { kind: "permission", reason: personal ? "personal_account" : "permission_missing" };
  }
  if (code === 3) return { kind: "permission", reason: "app_capability" };
  if (code === 200 && /api access blocked/i.test(message)) return { kind: "permission", reason: "app_blocked" };
  if (code !== null && code >= 200 && code <= 299) return { kind: "permission", reason: "permission_missing" };
  if (code === 24 || code === 25) return { kind: "action_needed", reason: "account_restricted" };
  return { kind: "unexpected", reason: "unexpected_answer" };
}

function judgeSession(subcode: number | null, message: string): Finding {
  const bySubcode = subcode === null ? undefined : SESSION_SUBCODES[subcode];
  return bySubcode ?? findByText(SESSION_TEXTS, message) ?? { kind: "dead", reason: "session_invalid" };
}

/** Code 100 is about eligibility as often as about parameters, and never about a dead token (instagram-platform §12). */
function judgeParameter(subcode: number | null, message: string): Finding {
  if (/client secret/i.test(message)) return { kind: "setup", reason: "wrong_secret" };
  if (subcode === 33 || /object with id/i.test(message)) return { kind: "permission", reason: "permission_missing" };
  if (/unsupported request/i.test(message)) return { kind: "permission", reason: "not_eligible" };
  return { kind: "unexpected", reason: "unexpected_answer" };
}

function findByText(table: readonly (readonly [RegExp, Finding])[], message: string): Finding | undefined {
  return table.find(([pattern]) => pattern.test(message))?.[1];
}

/**
 * Names what an unsuccessful answer means. Decides on code and message, never on the HTTP status alone
 * (instagram-platform §6.1). What cannot be read proves nothing about the token and counts as transient.
 *
 * @param body - the parsed body, undefined when it was not JSON.
 */
export function judgeFailure(body: unknown, status: number, headers: AnswerHeaders): InstagramFailure {
  const error = readError(body);
  if (error === null) {
    const reason = status >= 500 ? "outage" : "unreadable_answer";
    return failure({ kind: "transient", reason }, { status });
  }
  const finding = error.flat
    ? (findByText(FLAT_TEXTS, error.message) ?? { kind: "unexpected", reason: "unexpected_answer" })
    : judgeCode(error);
  return failure(finding, {
    status,
    message: readableWords(error.message),
    code: error.code,
    subcode: error.subcode,
    retryAfter: finding.kind === "rate_limited" ? readRetryAfter(headers) : null,
  });
}

/** Instagram's words on one line and without any token. */
export function readableWords(text: string): string {
  return boundedLine(redactText(text), LONGEST_MESSAGE);
}

export function failure(finding: Finding, facts: Partial<InstagramFailure> = {}): InstagramFailure {
  return { message: "", code: null, subcode: null, status: null, retryAfter: null, ...facts, ...finding };
}
