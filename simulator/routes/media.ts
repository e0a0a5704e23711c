import { DAY, HOUR } from "../durations";
import { graphAnswer, graphFailures } from "../errors";
import type { JsonObject, JsonValue } from "../json";
import { type Answer, jsonAnswer, type ReadRequest } from "../message";
import { BASE64URL } from "../random";
import type { Account } from "../store";
import { judgeToken, tokenTextOf } from "../tokens";
import type { World } from "../world";
import { fieldsOf } from "./me";

const DEFAULT_LIMIT = 25;
const MAXIMUM_LIMIT = 100;
const MEDIA_ID = /^179(\d{7})(\d{7})$/;
const FIRST_POST_AT = Date.UTC(2024, 0, 1);
const CAPTIONS = ["Good morning", "New today", "Behind the scenes", "Thank you all", "Weekend"];

interface Media {
  account: Account;
  /** Counts from the account's first post, 0. */
  index: number;
  id: string;
  shortcode: string;
}

/** Media are computed, not stored: the same account always has the same posts. */
function mediaAt(account: Account, index: number): Media {
  const serial = String(account.serial).padStart(7, "0");
  let rest = account.serial * 100_003 + index * 7_919 + 1;
  let shortcode = "C";
  while (shortcode.length < 11) {
    rest = Math.imul(rest, 1_664_525) + 1_013_904_223;
    shortcode += BASE64URL.charAt(rest >>> 26);
  }
  return { account, index, id: `179${serial}${String(index).padStart(7, "0")}`, shortcode };
}

function kindOf({ index }: Media): "IMAGE" | "VIDEO" | "CAROUSEL_ALBUM" {
  if (index % 5 === 3) return "VIDEO";
  return index % 7 === 5 ? "CAROUSEL_ALBUM" : "IMAGE";
}

function timestampOf({ index }: Media): string {
  const at = new Date(FIRST_POST_AT + index * (DAY + 3 * HOUR));
  return at.toISOString().replace(/\.\d{3}Z$/, "+0000");
}

type FieldReader = (media: Media, origin: string) => JsonValue | undefined;

/** instagram-platform §5.4. */
const FIELDS: Readonly<Record<string, FieldReader>> = {
  id: (media) => media.id,
  caption: (media) => CAPTIONS[media.index % CAPTIONS.length],
  media_type: kindOf,
  media_product_type: (media) => (kindOf(media) === "VIDEO" ? "REELS" : "FEED"),
  media_url: (media, origin) => `${origin}/cdn/media/${media.id}.svg`,
  thumbnail_url: (media, origin) => (kindOf(media) === "VIDEO" ? `${origin}/cdn/media/${media.id}.svg` : undefined),
  permalink: (media) => `https://www.instagram.com/p/${media.shortcode}/`,
  shortcode: (media) => media.shortcode,
  timestamp: timestampOf,
  username: (media) => media.account.username,
  owner: (media) => ({ id: media.account.userId }),
  like_count: (media) => (media.index * 37) % 900,
  comments_count: (media) => (media.index * 11) % 60,
  is_comment_enabled: () => true,
  alt_text: () => undefined,
  children: () => undefined,
};

/** The media with its fields, or the name of a field that does not exist. */
function project(media: Media, fields: readonly string[], origin: string): JsonObject | string {
  const record: JsonObject = {};
  for (const field of [...fields, "id"]) {
    const read = Object.hasOwn(FIELDS, field) ? FIELDS[field] : undefined;
    if (read === undefined) return field;
    record[field] = read(media, origin);
  }
  return record;
}

const cursorOf = (index: number): string => Buffer.from(`QVFI${index}`).toString("base64url");

function indexOfCursor(cursor: string | null): number | null {
  const match = /^QVFI(\d{1,7})$/.exec(Buffer.from(cursor ?? "", "base64url").toString("latin1"));
  return match?.[1] === undefined ? null : Number(match[1]);
}

function limitOf(request: ReadRequest): number {
  const asked = Number.parseInt(request.query.get("limit") ?? "", 10);
  return Number.isNaN(asked) || asked < 1 ? DEFAULT_LIMIT : Math.min(asked, MAXIMUM_LIMIT);
}

/** Indexes of one page, newest first. `after` goes to older posts, `before` to newer ones. */
function pageOf(account: Account, request: ReadRequest): number[] {
  const limit = limitOf(request);
  const after = indexOfCursor(request.query.get("after"));
  const before = indexOfCursor(request.query.get("before"));
  const newest = account.mediaCount - 1;
  const first = before === null ? Math.min(newest, (after ?? newest + 1) - 1) : Math.min(newest, before + limit);
  const last = Math.max(0, before === null ? first - limit + 1 : before + 1);
  const indexes: number[] = [];
  for (let index = first; index >= last; index -= 1) indexes.push(index);
  return indexes;
}

/** A full address with the token in it, as Instagram sends it (instagram-platform §5.4). */
function pageAddress(request: ReadRequest, direction: "after" | "before", cursor: string): string {
  const query = new URLSearchParams(request.query);
  query.delete("after");
  query.delete("before");
  query.set("limit", String(limitOf(request)));
  query.set(direction, cursor);
  return `${request.origin}${request.path}?${query.toString()}`;
}

function pagingOf(account: Account, request: ReadRequest, page: readonly number[]): JsonObject | undefined {
  const first = page[0];
  const last = page.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const older = last > 0 ? pageAddress(request, "after", cursorOf(last)) : undefined;
  const newer = first < account.mediaCount - 1 ? pageAddress(request, "before", cursorOf(first)) : undefined;
  return {
    cursors: { before: cursorOf(first), after: cursorOf(last) },
    next: older,
    previous: newer,
  };
}

/** `/me/media`, `/<id>/media` (instagram-platform §5.4). */
export function listMedia(world: World, request: ReadRequest, node: string): Answer {
  const verdict = judgeToken(world, tokenTextOf(request));
  if (!verdict.ok) return graphAnswer(world, verdict.failure);
  const { account } = verdict;
  if (node !== "me" && node !== account.userId && node !== account.appScopedId) {
    return graphAnswer(world, graphFailures.unknownObject("get", node));
  }
  const page = pageOf(account, request);
  const data: JsonObject[] = [];
  for (const index of page) {
    const record = project(mediaAt(account, index), fieldsOf(request), request.origin);
    if (typeof record === "string") {
      return graphAnswer(world, graphFailures.unknownField(record, "IGMedia"));
    }
    data.push(record);
  }
  return jsonAnswer({ data, paging: pagingOf(account, request, page) });
}

export function isMediaId(node: string): boolean {
  return MEDIA_ID.test(node);
}

/** `/<media id>`: a post of the account behind the token. */
export function readMedia(world: World, request: ReadRequest, node: string): Answer {
  const verdict = judgeToken(world, tokenTextOf(request));
  if (!verdict.ok) return graphAnswer(world, verdict.failure);
  const [, serial, index] = MEDIA_ID.exec(node) ?? [];
  const { account } = verdict;
  if (Number(serial) !== account.serial || Number(index) >= account.mediaCount) {
    return graphAnswer(world, graphFailures.unknownObject("get", node));
  }
  const record = project(mediaAt(account, Number(index)), fieldsOf(request), request.origin);
  return typeof record === "string"
    ? graphAnswer(world, graphFailures.unknownField(record, "IGMedia"))
    : jsonAnswer(record);
}
