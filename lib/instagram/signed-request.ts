import "server-only";
import { createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { type CallbackAgeProblem, callbackAgeProblem } from "@/lib/domain/callback-rule";
import { SECOND } from "@/lib/domain/durations";
import { parseBody } from "./parse-body";

/** Characters. Meta's have some 200. */
const LONGEST_REQUEST = 4_096;
const SIGNATURE_BYTES = 32;
const ALGORITHM = "HMAC-SHA256";
/** The last second that a date can hold. */
const LAST_SECOND = 8_640_000_000_000;

const seconds = z.number().int().min(0).max(LAST_SECOND);
const payloadSchema = z.object({
  user_id: z.union([z.string(), z.number().int().min(0).transform(String)]).pipe(z.string().regex(/^\d{1,32}$/)),
  algorithm: z.string(),
  issued_at: seconds,
  expires: seconds.optional(),
});

/** What Meta says in a callback, believed. */
export interface SignedRequest {
  /** One of the person's two ids (instagram-platform §10); "0" in test pings. */
  userId: string;
  issuedAt: Date;
}

export type SignedRequestProblem =
  | "too_large"
  | "malformed"
  | "signature"
  | "algorithm"
  | "payload"
  | CallbackAgeProblem;

export type SignedRequestResult = { ok: true; value: SignedRequest } | { ok: false; problem: SignedRequestProblem };

/**
 * Reads a `signed_request` (instagram-platform §10). Nothing of its payload is looked at before one of `secrets` has
 * signed it.
 */
export function readSignedRequest(text: string, secrets: readonly string[], now: Date): SignedRequestResult {
  if (text.length > LONGEST_REQUEST) return failed("too_large");
  const [signatureText, payloadText, ...rest] = text.split(".");
  if (signatureText === undefined || payloadText === undefined || rest.length > 0) return failed("malformed");
  const signature = decode(signatureText);
  const payloadBytes = decode(payloadText);
  if (signature?.length !== SIGNATURE_BYTES || payloadBytes === null) return failed("malformed");
  if (!isSignedByAny(payloadText, signature, secrets)) return failed("signature");
  const payload = payloadSchema.safeParse(parseBody(payloadBytes.toString("utf8")));
  if (!payload.success) return failed("payload");
  const { user_id: userId, algorithm, issued_at, expires = 0 } = payload.data;
  if (algorithm.toUpperCase() !== ALGORITHM) return failed("algorithm");
  const issuedAt = new Date(issued_at * SECOND);
  // Meta writes 0 for what does not end.
  const problem = callbackAgeProblem({ issuedAt, expiresAt: expires === 0 ? null : new Date(expires * SECOND) }, now);
  return problem === null ? { ok: true, value: { userId, issuedAt } } : failed(problem);
}

function failed(problem: SignedRequestProblem): SignedRequestResult {
  return { ok: false, problem };
}

/** The bytes of a base64url text without padding, or null for every other way of writing them. */
function decode(text: string): Buffer | null {
  if (text === "" || !/^[A-Za-z0-9_-]+$/.test(text)) return null;
  const bytes = Buffer.from(text, "base64url");
  return bytes.toString("base64url") === text ? bytes : null;
}

/** Asks every secret, so that the time tells nothing of which one signed. */
function isSignedByAny(payloadText: string, signature: Buffer, secrets: readonly string[]): boolean {
  const matches = secrets.filter((secret) => {
    return timingSafeEqual(createHmac("sha256", secret).update(payloadText).digest(), signature);
  });
  return matches.length > 0;
}
