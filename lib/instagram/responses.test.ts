import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DAY, SECOND } from "@/lib/domain/durations";
import { utf16Text } from "@/lib/test/utf16-text";
import { type Judged, judgeCodeExchange, judgeLongLivedGrant, judgeProfile, type RawAnswer } from "./responses";

const TOKEN = `IGAA${"k".repeat(160)}ZD`;
const BASIC = "instagram_business_basic";
const MESSAGES = "instagram_business_manage_messages";

const raw = (text: string, status = 200): RawAnswer => ({ status, headers: new Headers(), text });
const JUDGES: [string, (answer: RawAnswer) => Judged<unknown>][] = [
  ["code exchange", judgeCodeExchange],
  ["long-lived exchange and the refresh", judgeLongLivedGrant],
  ["profile", judgeProfile],
];

describe.each(JUDGES)("every answer to the %s", (_, judge) => {
  test.each([
    ["an empty body", "", 200, "transient", "unreadable_answer"],
    ["HTML", "<!DOCTYPE html><title>Facebook | Error</title>", 200, "transient", "unreadable_answer"],
    ["HTML of a broken edge", "<!DOCTYPE html><title>Facebook | Error</title>", 502, "transient", "outage"],
    ["cut JSON", `{"access_token":"${TOKEN.slice(0, 40)}`, 200, "transient", "unreadable_answer"],
    ["a redirect to a login page", "", 302, "transient", "unreadable_answer"],
    ["no content", "", 204, "transient", "unreadable_answer"],
    ["a word", '"ok"', 200, "transient", "unreadable_answer"],
    ["an empty object", "{}", 200, "unexpected", "unexpected_answer"],
    ["an empty list", "[]", 200, "unexpected", "unexpected_answer"],
    ["an empty wrapper", '{"data":[]}', 200, "unexpected", "unexpected_answer"],
    ["a wrapper around nothing", '{"data":[null]}', 200, "unexpected", "unexpected_answer"],
    ["an error in Graph's envelope", '{"error":{"message":"x","code":2}}', 500, "transient", "outage"],
    ["an error with status 200", '{"error":{"message":"Session has expired","code":190}}', 200, "dead", "expired"],
    ["a flat error with status 200", '{"error_message":"Invalid platform app"}', 200, "setup", "wrong_client"],
    [
      "a legacy error with status 200",
      '{"meta":{"error_message":"Invalid redirect_uri"}}',
      200,
      "setup",
      "redirect_uri",
    ],
    ["an error of somebody else with status 200", '{"error":"busy"}', 200, "transient", "unreadable_answer"],
    ["success in a failure", `{"access_token":"${TOKEN}","expires_in":5183944}`, 500, "transient", "outage"],
  ])("that is %s is a failure with its reason", (_name, text, status, kind, reason) => {
    expect(judge(raw(text, status))).toMatchObject({ ok: false, failure: { kind, reason, status } });
  });

  test("is judged without throwing, whatever it is", () => {
    const anyBody = fc.oneof(
      utf16Text(),
      fc.json(),
      fc
        .record(
          {
            access_token: fc.oneof(fc.string(), fc.jsonValue()),
            expires_in: fc.oneof(fc.integer(), fc.jsonValue()),
            permissions: fc.jsonValue(),
            id: fc.jsonValue(),
            username: fc.jsonValue(),
            data: fc.array(fc.jsonValue()),
          },
          { requiredKeys: [] },
        )
        .map((value) => JSON.stringify(value)),
    );
    fc.assert(
      fc.property(anyBody, fc.constantFrom(200, 400, 500), (text, status) => {
        expect(() => judge(raw(text, status))).not.toThrow();
      }),
      { numRuns: 300 },
    );
  });
});

describe("the code exchange", () => {
  const grant = (scopes: string[] | null, longLivedFor: number | null = null) => ({
    ok: true,
    value: { token: TOKEN, scopes, longLivedFor },
  });

  test.each<[string, string, string[] | null]>([
    [
      "documented: wrapped, text id, permissions as text",
      `{"data":[{"access_token":"${TOKEN}","user_id":"17841405309211845","permissions":"${MESSAGES},${BASIC}"}]}`,
      [BASIC, MESSAGES],
    ],
    [
      "observed: flat, raw integer beyond 2^53, permissions as array",
      `{"access_token":"${TOKEN}","user_id":17841405309211845,"permissions":["${BASIC}","${MESSAGES}"]}`,
      [BASIC, MESSAGES],
    ],
    ["oldest: flat, no permissions", `{"access_token":"${TOKEN}","user_id":17841405793187218}`, null],
    [
      "a mixture: wrapped, raw integer, array",
      `{"data":[{"access_token":"${TOKEN}","user_id":28970000000402975,"permissions":["${BASIC}"]}]}`,
      [BASIC],
    ],
    ["permissions with blanks", `{"access_token":"${TOKEN}","permissions":"${BASIC}, ${MESSAGES}"}`, [BASIC, MESSAGES]],
    ["permissions null", `{"access_token":"${TOKEN}","permissions":null}`, null],
    ["permissions that make no sense", `{"access_token":"${TOKEN}","permissions":[1,2]}`, null],
    ["permissions withheld", `{"access_token":"${TOKEN}","permissions":[]}`, []],
    ["blanks around the token", `{"access_token":" ${TOKEN}\\n"}`, null],
    ["only the first of a wrapper counts", `{"data":[{"access_token":"${TOKEN}"},{"access_token":"other"}]}`, null],
  ])("takes the shape %s", (_, text, scopes) => {
    expect(judgeCodeExchange(raw(text))).toEqual(grant(scopes));
  });

  test.each([
    ["3600", null],
    ["86400", null],
    ["86401", 86_401 * SECOND],
    ["5184000", 5_184_000 * SECOND],
    ['"5184000"', 5_184_000 * SECOND],
    ["7776000", 7_776_000 * SECOND],
    ["7776001", null],
    ["0", null],
    ["-5184000", null],
    ["null", null],
    ['"soon"', null],
  ])("with expires_in %s is long-lived for %s ms", (expiresIn, longLivedFor) => {
    expect(judgeCodeExchange(raw(`{"access_token":"${TOKEN}","expires_in":${expiresIn}}`))).toEqual(
      grant(null, longLivedFor),
    );
  });
});

describe("the long-lived exchange and the refresh", () => {
  const judge = judgeLongLivedGrant;

  test.each([
    ["5183944", 5_183_944],
    ["5184000", 5_184_000],
    ["5127758", 5_127_758],
    ['"5183944"', 5_183_944],
    ["5183944.5", 5_183_944.5],
    ["86401", 86_401],
    ["7776000", 7_776_000],
  ])("believes expires_in %s", (literal, seconds) => {
    expect(judge(raw(`{"access_token":"${TOKEN}","token_type":"bearer","expires_in":${literal}}`))).toEqual({
      ok: true,
      value: { token: TOKEN, expiresIn: seconds * SECOND, scopes: null },
    });
  });

  test.each([
    ["that is missing", ""],
    ["of null", ',"expires_in":null'],
    ["of zero", ',"expires_in":0'],
    ["of minus zero", ',"expires_in":-0'],
    ["that is negative", ',"expires_in":-5183944'],
    ["of zero as text", ',"expires_in":"0"'],
    ["that is negative as text", ',"expires_in":"-1"'],
    ["of a second more than 90 days", ',"expires_in":7776001'],
    ["in milliseconds by mistake", ',"expires_in":5183944000'],
    ["beyond 2^53", ',"expires_in":99999999999999999999'],
    ["beyond all numbers", ',"expires_in":1e999'],
    ["of words", ',"expires_in":"60 days"'],
    ["of empty text", ',"expires_in":""'],
    ["of a hexadecimal text", ',"expires_in":"0x4F1A00"'],
    ["of true", ',"expires_in":true'],
    ["in a list", ',"expires_in":[5183944]'],
  ])("has no use for an expiry %s: nothing is made up", (_name, field) => {
    const answer = judge(raw(`{"access_token":"${TOKEN}","token_type":"bearer"${field}}`));
    expect(answer).toMatchObject({
      ok: false,
      failure: { kind: "unexpected", reason: "unusable_expiry", status: 200 },
    });
    expect(JSON.stringify(answer)).not.toContain(TOKEN.slice(0, 20));
  });

  test.each([
    ["empty", ""],
    ["blank", "  \\n"],
    ["the word undefined", "undefined"],
    ["the word null", "null"],
    ["with a blank inside", "IGAA abc"],
    ["with a line break inside", "IGAA\\nabc"],
    ["with a character that no token has", "IGAAé"],
    ["with a NUL", "IGAA\\u0000"],
  ])("refuses a token that is %s", (_name, token) => {
    expect(judge(raw(`{"access_token":"${token}","expires_in":5183944}`))).toMatchObject({
      ok: false,
      failure: { kind: "unexpected", reason: "blank_token" },
    });
  });

  test.each([["null"], ["12345"], ["{}"], ['["a"]']])("refuses the token %s", (literal) => {
    expect(judge(raw(`{"access_token":${literal},"expires_in":5183944}`))).toMatchObject({
      ok: false,
      failure: { kind: "unexpected", reason: "unexpected_answer" },
    });
  });

  test("reads the permissions that Instagram adds without saying so in its documentation", () => {
    const text = `{"access_token":"${TOKEN}","token_type":"bearer","expires_in":5127758,"permissions":"${BASIC},${MESSAGES}"}`;
    expect(judge(raw(text))).toMatchObject({ ok: true, value: { scopes: [BASIC, MESSAGES] } });
  });

  test("takes a wrapped answer too", () => {
    expect(judge(raw(`{"data":[{"access_token":"${TOKEN}","expires_in":5183944}]}`))).toMatchObject({
      ok: true,
      value: { token: TOKEN },
    });
  });

  test("never gives a life that is not a positive number of believable length", () => {
    const anyNumber = fc.oneof(fc.double(), fc.integer(), fc.maxSafeInteger(), fc.nat({ max: 8_000_000 }));
    fc.assert(
      fc.property(anyNumber, fc.boolean(), (number, asText) => {
        const answer = judge(
          raw(JSON.stringify({ access_token: TOKEN, expires_in: asText ? String(number) : number })),
        );
        if (!answer.ok) return;
        expect(answer.value.expiresIn).toBeGreaterThan(DAY);
        expect(answer.value.expiresIn).toBeLessThanOrEqual(90 * DAY);
        expect(answer.value.expiresIn).toBe(number * SECOND);
      }),
      { numRuns: 300 },
    );
  });
});

describe("a life of a day or less", () => {
  test.each([1, 3_600, 86_399, 86_400])("of %i s is no long-lived token's", (seconds) => {
    expect(judgeLongLivedGrant(raw(`{"access_token":"${TOKEN}","expires_in":${seconds}}`))).toMatchObject({
      ok: false,
      failure: { kind: "unexpected", reason: "unusable_expiry" },
    });
  });
});

describe("a failure's message", () => {
  test("shows what came, without the token in it", () => {
    const answer = judgeLongLivedGrant(raw(`{"access_token":"short-one","expires_in":0,"token_type":"bearer"}`));
    expect(answer).toMatchObject({
      ok: false,
      failure: { message: '{"access_token":"[redacted]","expires_in":0,"token_type":"bearer"}' },
    });
  });

  test("is cut", () => {
    const answer = judgeLongLivedGrant(raw(`{"note":"${"word ".repeat(1_000)}"}`));
    expect(answer.ok ? "" : answer.failure.message).toHaveLength(500);
  });
});

describe("the profile", () => {
  const profile = {
    userId: "17841400000412210",
    appScopedId: "28970000000402975",
    username: "acme",
    name: "",
    accountType: "",
    followersCount: null,
    pictureUrl: null,
  };

  test.each<[string, string, Partial<typeof profile> | { userId: null }]>([
    [
      "with both ids as text",
      '{"user_id":"17841400000412210","username":"acme","account_type":"BUSINESS","media_count":0,"id":"28970000000402975"}',
      { accountType: "BUSINESS" },
    ],
    [
      "with ids as raw integers beyond 2^53, digit for digit",
      '{"user_id":17841405309211845,"username":"acme","id":28970000000402975}',
      { userId: "17841405309211845" },
    ],
    [
      "with short ids as numbers",
      '{"user_id":1784,"username":"acme","id":2897}',
      { userId: "1784", appScopedId: "2897" },
    ],
    [
      "wrapped, as in Meta's sample",
      '{"data":[{"user_id":"17841400000412210","username":"acme","id":"28970000000402975"}]}',
      {},
    ],
    ["short, after the second try", '{"username":"acme","id":"28970000000402975"}', { userId: null }],
    ["with a user_id of null", '{"user_id":null,"username":"acme","id":"28970000000402975"}', { userId: null }],
    [
      "with the documented account type",
      '{"user_id":"17841400000412210","username":"acme","id":"28970000000402975","account_type":"Media_Creator"}',
      { accountType: "MEDIA_CREATOR" },
    ],
    [
      "with odd extras",
      '{"user_id":"17841400000412210","username":"acme","id":"28970000000402975","name":7,"account_type":null,"followers_count":"many"}',
      {},
    ],
    [
      "with a name of markup, kept as text",
      '{"user_id":"17841400000412210","username":"acme","id":"28970000000402975","name":"<script>☃</script>"}',
      { name: "<script>☃</script>" },
    ],
    [
      "with texts of several lines",
      '{"user_id":"17841400000412210","username":"\\u0000ac\\u202eme\\n","id":"28970000000402975","name":" North\\r\\nBakery","account_type":"busi\\u0000ness"}',
      { username: "ac me", name: "North Bakery", accountType: "BUSI NESS" },
    ],
  ])("%s", (_, text, change) => {
    expect(judgeProfile(raw(text))).toEqual({ ok: true, value: { ...profile, ...change } });
  });

  test("counts followers", () => {
    const text = '{"username":"acme","id":"1","followers_count":12480}';
    expect(judgeProfile(raw(text))).toMatchObject({ ok: true, value: { followersCount: 12_480 } });
  });

  test.each([
    ["a username of characters that nobody sees", '{"id":"1","user_id":"2","username":"\\u0000\\u202e\\n"}'],
    ["no id", '{"user_id":"17841400000412210","username":"acme"}'],
    ["an id of words", '{"id":"me","username":"acme"}'],
    ["an empty id", '{"id":"","username":"acme"}'],
    ["a negative id", '{"id":-5,"username":"acme"}'],
    ["an id with a fraction", '{"id":1.5,"username":"acme"}'],
    ["an id that lost its digits to an exponent", '{"id":1.7841405309211845e16,"username":"acme"}'],
    ["an id too long for any", `{"id":"${"1".repeat(33)}","username":"acme"}`],
    ["a user_id of words", '{"id":"1","user_id":"me","username":"acme"}'],
    ["no username", '{"id":"1"}'],
    ["an empty username", '{"id":"1","username":""}'],
  ])("with %s is unexpected", (_, text) => {
    expect(judgeProfile(raw(text))).toMatchObject({
      ok: false,
      failure: { kind: "unexpected", reason: "unexpected_answer" },
    });
  });

  test("keeps every id exact, written as number or as text", () => {
    const anyId = fc.bigInt({ min: 1n, max: 10n ** 19n }).map(String);
    fc.assert(
      fc.property(anyId, anyId, (user, app) => {
        const asNumbers = judgeProfile(raw(`{"user_id":${user},"id":${app},"username":"x"}`));
        const asTexts = judgeProfile(raw(`{"user_id":"${user}","id":"${app}","username":"x"}`));
        expect(asNumbers).toMatchObject({ ok: true, value: { userId: user, appScopedId: app } });
        expect(asTexts).toEqual(asNumbers);
      }),
    );
  });
});
