import "server-only";
import { z } from "zod";
import { DAY, SECOND } from "@/lib/domain/durations";
import type { InstagramFailure } from "@/lib/domain/instagram-failure";
import { boundedLine, plainLine } from "@/lib/domain/plain-line";
import { LONGEST_BELIEVABLE_LIFE, SHORTEST_LONG_LIVED_LIFE } from "@/lib/domain/renewal-rule";
import { parseScopes } from "@/lib/domain/scopes";
import { failure, holdsError, judgeFailure, readableWords } from "./errors";
import { parseBody } from "./parse-body";
import type { AnswerHeaders } from "./usage";

/** Characters of a list of permissions. */
const LONGEST_SCOPES = 2_000;

/** What the transport brought back, before it is judged. */
export interface RawAnswer {
  status: number;
  headers: AnswerHeaders;
  text: string;
}

export type Judged<Value> = { ok: true; value: Value } | { ok: false; failure: InstagramFailure };

export interface ShortLivedGrant {
  token: string;
  /** Null when Instagram did not say what was granted. */
  scopes: string[] | null;
  /** Milliseconds, when the answer already holds a long-lived token (instagram-platform §2.2). */
  longLivedFor: number | null;
}

export interface LongLivedGrant {
  token: string;
  /** Milliseconds from the moment before the call. */
  expiresIn: number;
  scopes: string[] | null;
}

/** Every text of it is one plain line, whatever Instagram sent. */
export interface Profile {
  /** `user_id`, the professional account's id; null when Instagram would not tell it. */
  userId: string | null;
  /** `id`, different for every Meta app. */
  appScopedId: string;
  username: string;
  name: string;
  /** Upper case: BUSINESS, MEDIA_CREATOR; empty when not told. */
  accountType: string;
  followersCount: number | null;
  /** Signed and short-lived; null when the account has no picture or Instagram did not tell. */
  pictureUrl: string | null;
}

const id = z.union([z.string().regex(/^\d{1,32}$/), z.number().int().nonnegative().transform(String)]);
const scopes = z
  .union([z.string(), z.array(z.string())])
  .nullish()
  .catch(null)
  .transform((value) => (value == null ? null : readScopes(value)));

function readScopes(value: string | string[]): string[] {
  return parseScopes(boundedLine(Array.isArray(value) ? value.join(",") : value, LONGEST_SCOPES));
}

/** Seconds, as number or numeric text. */
const seconds = z.union([
  z.number(),
  z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number),
]);

const tokenAnswer = z.object({ access_token: z.string(), expires_in: z.unknown().optional(), permissions: scopes });
const profileAnswer = z.object({
  id,
  user_id: id.nullish(),
  username: z
    .string()
    .transform(plainLine)
    .refine((line) => line !== ""),
  name: z.string().catch("").transform(plainLine),
  account_type: z
    .string()
    .catch("")
    .transform((text) => plainLine(text.toUpperCase())),
  followers_count: z.int32().nonnegative().nullish().catch(null),
  profile_picture_url: z
    .url({ protocol: /^https?$/, normalize: true })
    .max(2_000)
    .nullish()
    .catch(null),
});

const wrapper = z.object({ data: z.array(z.unknown()).min(1) });

/** Meta's documentation wraps answers in `data`; real ones are flat (instagram-platform §2.2, §5.1). */
function unwrap(body: unknown): unknown {
  const wrapped = wrapper.safeParse(body);
  return wrapped.success ? wrapped.data.data[0] : body;
}

function succeeded(raw: RawAnswer, body: unknown): boolean {
  if (raw.status < 200 || raw.status >= 300 || typeof body !== "object" || body === null) return false;
  return !("error" in body) && !holdsError(body);
}

function unexpected(reason: "unexpected_answer" | "unusable_expiry" | "blank_token", raw: RawAnswer): Judged<never> {
  const message = readableWords(raw.text);
  return { ok: false, failure: failure({ kind: "unexpected", reason }, { status: raw.status, message }) };
}

/** Judges `POST /oauth/access_token`: three body shapes (instagram-platform §2.2). */
export function judgeCodeExchange(raw: RawAnswer): Judged<ShortLivedGrant> {
  const body = parseBody(raw.text);
  if (!succeeded(raw, body)) return { ok: false, failure: judgeFailure(body, raw.status, raw.headers) };
  const parsed = tokenAnswer.safeParse(unwrap(body));
  if (!parsed.success) return unexpected("unexpected_answer", raw);
  const token = cleanToken(parsed.data.access_token);
  if (token === null) return unexpected("blank_token", raw);
  const life = seconds.safeParse(parsed.data.expires_in);
  const longLived = life.success && life.data * SECOND > DAY && life.data * SECOND <= LONGEST_BELIEVABLE_LIFE;
  const longLivedFor = longLived ? life.data * SECOND : null;
  return { ok: true, value: { token, scopes: parsed.data.permissions, longLivedFor } };
}

/**
 * Judges the long-lived exchange and the refresh: `expires_in` is the truth and never made up, and what lives a day or
 * less is no long-lived token, whatever asked for it (instagram-platform §3, §4.2).
 */
export function judgeLongLivedGrant(raw: RawAnswer): Judged<LongLivedGrant> {
  const body = parseBody(raw.text);
  if (!succeeded(raw, body)) return { ok: false, failure: judgeFailure(body, raw.status, raw.headers) };
  const parsed = tokenAnswer.safeParse(unwrap(body));
  if (!parsed.success) return unexpected("unexpected_answer", raw);
  const token = cleanToken(parsed.data.access_token);
  if (token === null) return unexpected("blank_token", raw);
  const life = seconds.safeParse(parsed.data.expires_in);
  if (!life.success) return unexpected("unusable_expiry", raw);
  const expiresIn = life.data * SECOND;
  if (!Number.isFinite(expiresIn) || expiresIn <= SHORTEST_LONG_LIVED_LIFE || expiresIn > LONGEST_BELIEVABLE_LIFE) {
    return unexpected("unusable_expiry", raw);
  }
  return { ok: true, value: { token, expiresIn, scopes: parsed.data.permissions } };
}

/** Judges `/me`; both ids become text, digit for digit (instagram-platform §5), and all texts plain lines. */
export function judgeProfile(raw: RawAnswer): Judged<Profile> {
  const body = parseBody(raw.text);
  if (!succeeded(raw, body)) return { ok: false, failure: judgeFailure(body, raw.status, raw.headers) };
  const parsed = profileAnswer.safeParse(unwrap(body));
  if (!parsed.success) return unexpected("unexpected_answer", raw);
  const { id: appScopedId, user_id, username, name, account_type, followers_count, profile_picture_url } = parsed.data;
  return {
    ok: true,
    value: {
      userId: user_id ?? null,
      appScopedId,
      username,
      name,
      accountType: account_type,
      followersCount: followers_count ?? null,
      pictureUrl: profile_picture_url ?? null,
    },
  };
}

/** A token without blanks around it, or null when it cannot be one. */
function cleanToken(text: string): string | null {
  const token = text.trim();
  return /^[\x21-\x7e]+$/.test(token) && token !== "undefined" && token !== "null" ? token : null;
}
