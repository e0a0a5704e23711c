import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MINUTE } from "@/lib/domain/durations";
import { isFailureReason } from "@/lib/domain/failure-sentence";
import type { FailureKind, FailureReason } from "@/lib/domain/instagram-failure";
import { holdsError, judgeFailure } from "./errors";
import { parseBody } from "./parse-body";

const judge = (text: string, status = 400, headers: Record<string, string> = {}) =>
  judgeFailure(parseBody(text), status, new Headers(headers));

type Verdict = readonly [FailureKind, FailureReason];

describe("real bodies of the Graph hosts (instagram-platform §6.2)", () => {
  test.each<[string, number, ...Verdict, number | null, number | null]>([
    [
      '{"error":{"message":"Error validating access token: Session has expired on Tuesday, 01-Dec-25 06:00:00 PST. The current time is Tuesday, 01-Dec-25 06:07:02 PST.","type":"OAuthException","code":190,"error_subcode":463,"fbtrace_id":"A_muLgNXB2rhzyBV_3YbJeo"}}',
      400,
      "dead",
      "expired",
      190,
      463,
    ],
    [
      '{"error":{"message":"Error validating access token: The session has been invalidated because the user changed their password or Facebook has changed the session for security reasons.","type":"OAuthException","code":190,"error_subcode":460,"fbtrace_id":"A"}}',
      400,
      "dead",
      "password_changed",
      190,
      460,
    ],
    [
      '{"error":{"message":"Error validating access token: You cannot access the app till you log in to www.instagram.com and follow the instructions given.","type":"OAuthException","code":190,"fbtrace_id":"A"}}',
      400,
      "action_needed",
      "checkpoint",
      190,
      null,
    ],
    [
      '{"error":{"message":"Error validating access token: The user has not authorized application 990602627938098.","type":"OAuthException","code":190,"error_subcode":458,"fbtrace_id":"A"}}',
      400,
      "dead",
      "app_removed",
      190,
      458,
    ],
    [
      '{"error":{"message":"Invalid OAuth access token - Cannot parse access token","type":"OAuthException","code":190,"fbtrace_id":"A9xnjd1iwrUx8qFJt1sld_Q"}}',
      400,
      "dead",
      "token_invalid",
      190,
      null,
    ],
    [
      '{"error":{"message":"Invalid OAuth 2.0 Access Token","type":"IGApiException","code":190}}',
      400,
      "dead",
      "token_invalid",
      190,
      null,
    ],
    [
      '{"error":{"message":"Unsupported request - method type: get","type":"IGApiException","code":100,"fbtrace_id":"AI9LIdMR9ygI6-M7wbjRuEM"}}',
      400,
      "permission",
      "not_eligible",
      100,
      null,
    ],
    [
      `{"error":{"message":"Unsupported get request. Object with ID '17841400000412210' does not exist, cannot be loaded due to missing permissions, or does not support this operation","type":"IGApiException","code":100,"error_subcode":33,"fbtrace_id":"A"}}`,
      400,
      "permission",
      "permission_missing",
      100,
      33,
    ],
    [
      '{"error":{"message":"An unexpected error has occurred. Please retry your request later.","type":"OAuthException","is_transient":true,"code":2,"fbtrace_id":"A"}}',
      500,
      "transient",
      "outage",
      2,
      null,
    ],
    [
      '{"error":{"message":"Application request limit reached","type":"OAuthException","is_transient":true,"code":4,"error_subcode":1349210,"fbtrace_id":"A"}}',
      403,
      "rate_limited",
      "rate_limited",
      4,
      1_349_210,
    ],
    [
      '{"error":{"message":"(#80002) There have been too many calls to this Instagram account. Wait a bit and try again.","type":"OAuthException","code":80002,"fbtrace_id":"A"}}',
      400,
      "rate_limited",
      "rate_limited",
      80_002,
      null,
    ],
    [
      '{"error":{"message":"API access blocked.","type":"OAuthException","code":200,"fbtrace_id":"A"}}',
      400,
      "permission",
      "app_blocked",
      200,
      null,
    ],
  ])("%s", (text, status, kind, reason, code, subcode) => {
    const { message } = JSON.parse(text).error;
    expect(judge(text, status)).toEqual({ kind, reason, message, code, subcode, status, retryAfter: null });
  });
});

describe("the code table (instagram-platform §6.3), a row each", () => {
  const table: [number, number | null, string, ...Verdict][] = [
    [1, null, "An unknown error has occurred.", "transient", "outage"],
    [2, null, "Service temporarily unavailable", "transient", "outage"],
    [3, null, "(#3) Application does not have the capability to make this API call.", "permission", "app_capability"],
    [4, null, "(#4) Application request limit reached", "rate_limited", "rate_limited"],
    [4, 2_207_051, "Action is blocked", "rate_limited", "temporarily_blocked"],
    [10, null, "(#10) Application does not have permission for this action", "permission", "permission_missing"],
    [10, null, "(#10) The user is not an Instagram Business", "permission", "personal_account"],
    [17, null, "(#17) User request limit reached", "rate_limited", "rate_limited"],
    [32, null, "(#32) Page request limit reached", "rate_limited", "rate_limited"],
    [341, null, "(#341) Application limit reached", "rate_limited", "rate_limited"],
    [613, null, "(#613) Calls to this api have exceeded the rate limit.", "rate_limited", "rate_limited"],
    [24, null, "The requested resource does not exist", "action_needed", "account_restricted"],
    [25, 2_207_050, "The Instagram account is restricted.", "action_needed", "account_restricted"],
    [100, null, "(#100) Invalid parameter", "unexpected", "unexpected_answer"],
    [100, null, "Tried accessing nonexisting field (x) on node type (IGUser)", "unexpected", "unexpected_answer"],
    [100, null, "Unsupported request - method type: get", "permission", "not_eligible"],
    [100, null, "Unsupported request - method type: post", "permission", "not_eligible"],
    [100, null, "Error validating client secret.", "setup", "wrong_secret"],
    [100, 33, "Unsupported post request.", "permission", "permission_missing"],
    [100, null, "Unsupported get request. Object with ID '1784' does not exist", "permission", "permission_missing"],
    [102, null, "The session is invalid", "dead", "session_invalid"],
    [102, 459, "Session key invalid", "action_needed", "checkpoint"],
    [190, null, "Error validating access token: Session has expired on …", "dead", "expired"],
    [
      190,
      null,
      "Error validating access token: The session has been invalidated because …",
      "dead",
      "password_changed",
    ],
    [190, null, "The user has not authorized application 990602627938098.", "dead", "app_removed"],
    [190, null, "You cannot access the app till you log in to www.instagram.com", "action_needed", "checkpoint"],
    [190, null, "Please confirm you are human", "action_needed", "unconfirmed_user"],
    [190, null, "Failed to decrypt", "dead", "token_invalid"],
    [190, null, "Invalid OAuth access token.", "dead", "token_invalid"],
    [190, null, "Something new", "dead", "session_invalid"],
    [190, 458, "Something new", "dead", "app_removed"],
    [190, 459, "Something new", "action_needed", "checkpoint"],
    [190, 460, "Something new", "dead", "password_changed"],
    [190, 463, "Something new", "dead", "expired"],
    [190, 464, "Something new", "action_needed", "unconfirmed_user"],
    [190, 467, "Something new", "dead", "token_invalid"],
    [190, 492, "Something new", "permission", "permission_missing"],
    [190, 999, "Something new", "dead", "session_invalid"],
    [200, null, "(#200) Requires instagram_business_basic permission", "permission", "permission_missing"],
    [200, null, "API access blocked.", "permission", "app_blocked"],
    [299, null, "Permission removed", "permission", "permission_missing"],
    [300, null, "Something new", "unexpected", "unexpected_answer"],
    [199, null, "Something new", "unexpected", "unexpected_answer"],
    [368, null, "The action attempted has been deemed abusive", "rate_limited", "temporarily_blocked"],
    [2500, null, "Unknown path components: /v21.0/me", "unexpected", "unexpected_answer"],
    [80_002, null, "(#80002) There have been too many calls", "rate_limited", "rate_limited"],
    [12_345, null, "Something new", "unexpected", "unexpected_answer"],
  ];

  test.each(table)("%i / %s “%s” is %s: %s", (code, subcode, message, kind, reason) => {
    const error = { message, type: "OAuthException", code, ...(subcode === null ? {} : { error_subcode: subcode }) };
    expect(judgeFailure({ error }, 400, new Headers())).toMatchObject({ kind, reason, code, subcode, message });
  });

  test.each(table)("%i / %s “%s” is the same by other status and type, with code and subcode as text", (...row) => {
    const [code, subcode, message, kind, reason] = row;
    const error = { message, type: "IGApiException", code: String(code), error_subcode: subcode && String(subcode) };
    for (const status of [200, 400, 401, 403, 500]) {
      expect(judgeFailure({ error }, status, new Headers())).toMatchObject({ kind, reason, code, subcode });
    }
  });

  test.each([1, 3, 10, 24, 100, 102, 190, 200, 300, 2_500])(
    "code %i with is_transient says nothing about the token",
    (code) => {
      const error = { message: "Session has expired", code, error_subcode: 463, is_transient: true };
      expect(judgeFailure({ error }, 400, new Headers())).toMatchObject({ kind: "transient", reason: "outage", code });
    },
  );

  test("a limit with is_transient is a limit all the same", () => {
    const error = { message: "x", code: 17, is_transient: true };
    expect(judgeFailure({ error }, 400, new Headers())).toMatchObject({ kind: "rate_limited", reason: "rate_limited" });
  });
});

describe("flat bodies of the code exchange (instagram-platform §2.3)", () => {
  const texts: [string, ...Verdict][] = [
    ["Matching code was not found or was already used", "code", "code_used"],
    ["Matching code was not found or was already used.", "code", "code_used"],
    ["This authorization code has been used", "code", "code_used"],
    ["This authorization code has expired", "code", "code_expired"],
    ["Invalid authorization code", "code", "code_invalid"],
    [
      "Error validating verification code. Please make sure your redirect_uri is identical to the one you used in the OAuth dialog request",
      "setup",
      "redirect_or_secret",
    ],
    ["Invalid platform app", "setup", "wrong_client"],
    ["Invalid Client Secret", "setup", "wrong_secret"],
    ["You must provide a client_secret", "setup", "wrong_secret"],
    ["Invalid Client ID", "setup", "wrong_client"],
    ["Invalid redirect_uri", "setup", "redirect_uri"],
    ["Insufficient developer role", "setup", "developer_role"],
    ["Invalid grant_type", "unexpected", "unexpected_answer"],
    ["Invalid scope field(s): basic", "unexpected", "unexpected_answer"],
    ["", "unexpected", "unexpected_answer"],
  ];

  test.each(texts)("“%s” is %s: %s", (error_message, kind, reason) => {
    const body = { error_type: "OAuthException", code: 400, error_message };
    const expected = { kind, reason, message: error_message, code: null, subcode: null, status: 400, retryAfter: null };
    expect(judgeFailure(body, 400, new Headers())).toEqual(expected);
  });

  test.each(texts)("“%s” is the same in the legacy envelope", (error_message, kind, reason) => {
    const body = { meta: { code: 400, error_type: "OAuthException", error_message } };
    expect(judgeFailure(body, 400, new Headers())).toMatchObject({ kind, reason, code: null });
  });

  test("their `code` is the HTTP status and never taken for a Graph code", () => {
    expect(judge('{"code":190,"error_message":"Invalid grant_type","error_type":"OAuthException"}')).toMatchObject({
      kind: "unexpected",
      code: null,
    });
  });
});

describe("what cannot be read proves nothing about the token", () => {
  test.each<[string, string, number, FailureReason]>([
    ["the page of a broken edge", "<html><title>Facebook | Error</title></html>", 502, "outage"],
    ["a page with status 400", "<html><title>Facebook | Error</title></html>", 400, "unreadable_answer"],
    ["an empty body", "", 500, "outage"],
    ["an empty body with status 200", "", 200, "unreadable_answer"],
    ["an empty body with status 401", "", 401, "unreadable_answer"],
    ["a redirect", "", 302, "unreadable_answer"],
    ["JSON of somebody else", '{"detail":"rate limited"}', 429, "unreadable_answer"],
    ["a list", "[]", 503, "outage"],
    ["null", "null", 400, "unreadable_answer"],
    ["an error that is a word", '{"error":"invalid_token"}', 400, "unreadable_answer"],
  ])("%s", (_, text, status, reason) => {
    expect(judge(text, status)).toEqual({
      kind: "transient",
      reason,
      message: "",
      code: null,
      subcode: null,
      status,
      retryAfter: null,
    });
  });

  test("an envelope without code or message is unexpected, not dead", () => {
    expect(judge('{"error":{}}')).toMatchObject({ kind: "unexpected", message: "", code: null, subcode: null });
    expect(judge('{"error":{"code":null,"message":7}}')).toMatchObject({ kind: "unexpected", message: "", code: null });
  });

  test("any JSON gets a known kind and reason, and only a session code may be deadly", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.jsonValue(), fc.record({ error: fc.jsonValue() }), fc.record({ meta: fc.jsonValue() })),
        fc.integer({ min: 200, max: 599 }),
        (body, status) => {
          const failure = judgeFailure(body, status, new Headers());
          expect(isFailureReason(failure.reason)).toBe(true);
          expect(failure.kind === "dead" && failure.code !== 190 && failure.code !== 102).toBe(false);
        },
      ),
      { numRuns: 300 },
    );
  });

  test("any code with any words gets a known reason", () => {
    fc.assert(
      fc.property(fc.integer(), fc.option(fc.nat()), fc.string(), (code, error_subcode, message) => {
        const failure = judgeFailure({ error: { code, error_subcode, message } }, 400, new Headers());
        expect(isFailureReason(failure.reason)).toBe(true);
        expect(failure.kind === "dead" && code !== 190 && code !== 102).toBe(false);
      }),
      { numRuns: 300 },
    );
  });
});

describe("how long to wait", () => {
  const limited = '{"error":{"message":"too many calls","code":80002}}';
  const wait = (usage: string, body = limited) => judge(body, 400, { "x-business-use-case-usage": usage }).retryAfter;
  const entry = (type: string, minutes: unknown) => ({
    type,
    call_count: 100,
    total_cputime: 23,
    total_time: 23,
    estimated_time_to_regain_access: minutes,
  });

  test.each<[string, string, number | null]>([
    ["minutes become milliseconds", JSON.stringify({ "1784": [entry("instagram", 17)] }), 17 * MINUTE],
    [
      "the longest of several counts",
      JSON.stringify({ a: [entry("instagram", 3)], b: [entry("instagram", 41), entry("instagram", 0)] }),
      41 * MINUTE,
    ],
    ["other products do not count", JSON.stringify({ a: [entry("pages", 90), entry("instagram", 2)] }), 2 * MINUTE],
    ["nothing of Instagram", JSON.stringify({ a: [entry("pages", 90)] }), null],
    ["zero is no wait", JSON.stringify({ a: [entry("instagram", 0)] }), null],
    ["a negative number is no wait", JSON.stringify({ a: [entry("instagram", -5)] }), null],
    ["no number", JSON.stringify({ a: [entry("instagram", "soon")] }), null],
    ["a list", "[]", null],
    ["no JSON", "call_count=100", null],
    ["an empty header", "", null],
  ])("%s", (_, usage, milliseconds) => {
    expect(wait(usage)).toBe(milliseconds);
  });

  test("is unknown without the header", () => {
    expect(judge(limited).retryAfter).toBeNull();
  });

  test("is only read where a limit was reached", () => {
    const usage = JSON.stringify({ a: [entry("instagram", 17)] });
    expect(wait(usage, '{"error":{"message":"x","code":2}}')).toBeNull();
  });
});

describe("Instagram's words", () => {
  const message = (text: string) => judgeFailure({ error: { code: 190, message: text } }, 400, new Headers()).message;

  test("lose every token and keep the ids that support asks for", () => {
    const token = `IGAA${"x".repeat(170)}ZD`;
    expect(message(`Malformed access token ${token} of application 990602627938098`)).toBe(
      "Malformed access token [redacted] of application 990602627938098",
    );
  });

  test("are cut at 500 characters, after the tokens are out", () => {
    expect(message("words ".repeat(300))).toHaveLength(500);
    expect(message(`${"words ".repeat(83)}x😀😀`)).toBe(`${"words ".repeat(83)}x😀`);
    expect(message(`${"word ".repeat(98)}IGAA${"x".repeat(300)}`)).toBe(`${"word ".repeat(98)}[redacted]`);
  });

  test("stand on one line without control characters", () => {
    expect(message("one\r\ntwo\u0000three\u001b[31m")).toBe("one two three [31m");
  });
});

test.each([
  ['{"error":{"message":"x","code":190}}', true],
  ['{"error_type":"OAuthException","error_message":"x"}', true],
  ['{"meta":{"error_message":"x"}}', true],
  ['{"access_token":"x","expires_in":1}', false],
  ['{"data":[]}', false],
  ["null", false],
  ["", false],
])("%s speaks of an error: %s", (text, isError) => {
  expect(holdsError(parseBody(text))).toBe(isError);
});
