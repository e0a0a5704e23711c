import { graphAnswer, graphFailures } from "../errors";
import { type JsonObject, type JsonValue, RawInteger } from "../json";
import { type Answer, jsonAnswer, type ReadRequest } from "../message";
import type { Account } from "../store";
import { judgeToken, tokenTextOf } from "../tokens";
import type { World } from "../world";

type FieldReader = (account: Account, request: ReadRequest, id: (text: string) => JsonValue) => JsonValue;

/** The fields of instagram-platform §5.1 and the IG User reference. */
const FIELDS: Readonly<Record<string, FieldReader>> = {
  id: (account, _request, id) => id(account.appScopedId),
  user_id: (account, _request, id) => id(account.userId),
  username: (account) => account.username,
  name: (account) => account.name,
  account_type: (account) => account.accountType,
  profile_picture_url: (account, request) => `${request.origin}/cdn/profile/${account.userId}.png`,
  followers_count: (account) => account.followers,
  follows_count: (account) => account.follows,
  media_count: (account) => account.mediaCount,
  biography: (account) => `${account.name} on Instagram`,
  website: () => "",
  has_profile_pic: () => true,
  is_published: () => true,
  legacy_instagram_user_id: (account, _request, id) => id(account.userId),
};

export function fieldsOf(request: ReadRequest): string[] {
  const text = request.query.get("fields") ?? "";
  return text
    .split(",")
    .map((field) => field.trim())
    .filter((field) => field !== "");
}

/** `/me`, `/<id>`: the account behind the token; `id` is always in the answer (instagram-platform §5.1). */
export function readAccount(world: World, request: ReadRequest, node: string): Answer {
  const verdict = judgeToken(world, tokenTextOf(request));
  if (!verdict.ok) return graphAnswer(world, verdict.failure);
  const { account } = verdict;
  if (node !== "me" && node !== account.userId && node !== account.appScopedId) {
    return graphAnswer(world, graphFailures.unknownObject("get", node));
  }

  const id = (text: string): JsonValue => (world.switches.meIdsAsNumbers ? new RawInteger(text) : text);
  const record: JsonObject = {};
  for (const field of [...fieldsOf(request), "id"]) {
    const read = Object.hasOwn(FIELDS, field) ? FIELDS[field] : undefined;
    if (read === undefined) return graphAnswer(world, graphFailures.unknownField(field, "IGUser"));
    record[field] = read(account, request, id);
  }
  return jsonAnswer(world.switches.meWrapped ? { data: [record] } : record);
}
