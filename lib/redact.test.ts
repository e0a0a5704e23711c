import { inspect } from "node:util";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { redactText, redactValue } from "./redact";

const IG = `IGAA${"Kx9_-".repeat(34)}ZD`;
const CODE = `AQ${"Bv7-_".repeat(45)}`;
const JWT = "eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..q1w2e3r4t5y6.u7i8o9p0.a1s2d3f4";

describe("a text loses", () => {
  test.each([
    [
      "a token in an address",
      `GET https://graph.instagram.com/me?fields=id&access_token=${IG}&x=1`,
      "GET https://graph.instagram.com/me?fields=id&access_token=[redacted]&x=1",
    ],
    ["a short token by its name", "access_token=c3oxd", "access_token=[redacted]"],
    ["a token of digits", "access_token=12345", "access_token=[redacted]"],
    [
      "a secret in a form",
      "client_id=990602627938098&client_secret=5f0c1d6a&grant_type=x",
      "client_id=990602627938098&client_secret=[redacted]&grant_type=x",
    ],
    [
      "an authorization code in an address",
      `/api/auth/callback/instagram?code=${CODE}&state=xyz#_`,
      "/api/auth/callback/instagram?code=[redacted]&state=[redacted]#_",
    ],
    ["a short code in an address", "/callback?code=secretcode&x=1", "/callback?code=[redacted]&x=1"],
    ["a code in JSON", `{"code":"${CODE}"}`, '{"code":"[redacted]"}'],
    [
      "a token in JSON",
      `{"access_token":"${IG}","token_type":"bearer","expires_in":5183944}`,
      '{"access_token":"[redacted]","token_type":"bearer","expires_in":5183944}',
    ],
    ["a token in JSON with blanks", '{ "access_token" : "abc" }', '{ "access_token" : "[redacted]" }'],
    [
      "a token in JSON within JSON",
      String.raw`{"body":"{\"access_token\":\"abc\",\"id\":7}"}`,
      String.raw`{"body":"{\"access_token\":\"[redacted]\",\"id\":7}"}`,
    ],
    ["a token in an encoded address", `next=%2Fcb%3Faccess_token%3D${IG}`, "next=%2Fcb%3Faccess_token%3D[redacted]"],
    ["a token in a twice encoded address", "u=%253Faccess_token%253Dabc", "u=%253Faccess_token%253D[redacted]"],
    [
      "a token in encoded JSON",
      "q=%7B%22access_token%22%3A%22abc%22%7D",
      "q=%7B%22access_token%22%3A%22[redacted]%22%7D",
    ],
    ["a token in prose", `The token ${IG} is malformed.`, "The token [redacted] is malformed."],
    ["a token glued to a word", "tokenIGAAKx9_Kx9_Kx9_Kx9_", "token[redacted]"],
    ["a token behind a percent code", "x%3DEAAGm0PX4ZCpsBAKZC9", "x%3D[redacted]"],
    ["a token behind an escaped line break", String.raw`one\nEAAGm0PX4ZCpsBAKZC9`, String.raw`one\n[redacted]`],
    ["an old Basic Display token", "IGQVJWabcdefghijklmnop", "[redacted]"],
    ["a Facebook token", "EAAGm0PX4ZCpsBAKZC9", "[redacted]"],
    ["an authorization code without a name", `got ${CODE}`, "got [redacted]"],
    ["an app token", "990602627938098|5f0c1d6a7e8b49c2a1d3e4f5", "[redacted]"],
    ["a long run that could be anything", "a".repeat(64), "[redacted]"],
    ["a password", "password=hunter2&email=a@b.c", "password=[redacted]&email=a@b.c"],
    ["a password of digits", "password=12345", "password=[redacted]"],
    [
      "a password of several words",
      '{"password":"correct horse battery","email":"a@b.c"}',
      '{"password":"[redacted]","email":"a@b.c"}',
    ],
    ["a password with a quote in it", String.raw`{"password":"a\"b c","x":1}`, '{"password":"[redacted]","x":1}'],
    ["a password as Node prints it", inspect({ password: "it's a b", x: 1 }), '{ password: "[redacted]", x: 1 }'],
    ["a password hash", "passwordHash: '$argon2id$v=19$m=1,t=2,p=1$abc$def'", "passwordHash: '[redacted]'"],
    ["the owner's password", "OWNER_PASSWORD=abc", "OWNER_PASSWORD=[redacted]"],
    ["the session secret", "NEXTAUTH_SECRET=abc", "NEXTAUTH_SECRET=[redacted]"],
    ["all keys of the vault", "TOKEN_ENCRYPTION_KEYS=k2:AAAA=,k1:BBBB= next", "TOKEN_ENCRYPTION_KEYS=[redacted] next"],
    [
      "the password in a database address",
      "cannot reach postgresql://perennial:s3cr3t@db:5432/x",
      "cannot reach postgresql://perennial:[redacted]@db:5432/x",
    ],
    [
      "the password in a mail server's address",
      "smtps://user%40x:p%40ss@mail.example.com:465",
      "smtps://user%40x:[redacted]@mail.example.com:465",
    ],
    ["a calendar's address", `GET /calendar/${"aB3_-".repeat(8)}xyz.ics 200`, "GET /calendar/[redacted].ics 200"],
    [
      "a badge's address",
      `https://x.example/badge/${"aB3_-".repeat(8)}xyz.svg`,
      "https://x.example/badge/[redacted].svg",
    ],
    ["an invitation", `GET /invite/${"aB3_-".repeat(8)}xyz 200`, "GET /invite/[redacted] 200"],
    ["a way to a new password", `/reset-password/${"aB3_-".repeat(8)}xyz?x=1`, "/reset-password/[redacted]?x=1"],
    ["an encoded address", `next=%2Fcalendar%2F${"aB3_-".repeat(8)}xyz.ics`, "next=%2Fcalendar%2F[redacted].ics"],
    ["a bearer token", "Authorization: Bearer abcdefghijklmnop", "Authorization: [redacted]"],
    ["a bearer token without its header", "sent bearer abcdefghijklmnop", "sent Bearer [redacted]"],
    ["basic credentials", "authorization: Basic dXNlcjpwYXNz", "authorization: [redacted]"],
    [
      "a header as Node prints it",
      inspect({ authorization: "Bearer a.b c", host: "x" }),
      "{ authorization: '[redacted]', host: 'x' }",
    ],
    ["every cookie of a header", `Cookie: next-auth.session-token=${JWT}; theme=dark; x=1`, "Cookie: [redacted]"],
    ["a cookie that is set", "set-cookie: a=b; Path=/; HttpOnly", "set-cookie: [redacted]"],
    ["cookies in JSON", '{"cookie":"a=b; c=d","host":"x"}', '{"cookie":"[redacted]","host":"x"}'],
    ["a session token", `jar had ${JWT}`, "jar had [redacted]"],
    ["a CSRF token", '{"csrfToken":"abc"}', '{"csrfToken":"[redacted]"}'],
    ["a signed request", "signed_request=abc.def", "signed_request=[redacted]"],
    [
      "a paging address",
      `{"next":"https://graph.instagram.com/v25.0/1/media?access_token=${IG}&after=x"}`,
      '{"next":"https://graph.instagram.com/v25.0/1/media?access_token=[redacted]&after=x"}',
    ],
  ])("%s", (_, text, redacted) => {
    expect(redactText(text)).toBe(redacted);
  });
});

describe("a text keeps", () => {
  test.each([
    [
      "Graph codes in JSON",
      '{"error":{"message":"Session has expired","type":"OAuthException","code":190,"error_subcode":463,"fbtrace_id":"A_muLgNXB2rhzyBV_3YbJeo"}}',
    ],
    ["long subcodes", '{"code":4,"error_subcode":1349210}'],
    ["codes as text", '"code":"190"'],
    ["codes in prose", "code 190, subcode 460; code: 100; code=190"],
    ["codes of errors", "code: 'ECONNREFUSED' code: P2002 code: SQLITE_BUSY code: ERR_INVALID_URL code: not_found"],
    ["account ids", "user_id=17841405309211845 id: 28970000000402975 990602627938098"],
    [
      "the number of a limit",
      "(#80002) There have been too many calls to this Instagram account. Wait a bit and try again.",
    ],
    [
      "Meta's words about tokens",
      "Error validating access token: Session has expired on Tuesday, 01-Dec-25 06:00:00 PST.",
    ],
    ["Meta's words about codes", "Matching code was not found or was already used"],
    ["Meta's words about secrets", "Error validating client secret."],
    [
      "Meta's words about addresses",
      "Please make sure your redirect_uri is identical to the one you used in the OAuth dialog request",
    ],
    ["basic permissions", "needs the basic permission instagram_business_basic of Basic Display"],
    ["names that begin like a token", "AQUARIUM, EAABOUT, FAQ_questions_and_answers_2026"],
    ["addresses without a password", "https://perennial.example.com:8443/api/auth/callback/instagram?x=a@b"],
    ["a UUID", "019a1b2c-3d4e-7f80-9a1b-2c3d4e5f6071"],
    ["a stack", "at /srv/lib/services/renew-token.ts:64:11"],
  ])("%s", (_, text) => {
    expect(redactText(text)).toBe(text);
  });
});

describe("any token", () => {
  const characters = fc.string({
    unit: fc.constantFrom(..."ABCXYZabcxyz0189_-"),
    minLength: 16,
    maxLength: 220,
  });
  const anyToken = fc
    .tuple(fc.constantFrom("IGAA", "IGQV", "IGQW", "EAA", "AQ"), characters)
    .map((parts) => parts.join(""));
  const places: ((token: string) => string)[] = [
    (token) => token,
    (token) => `https://graph.instagram.com/me?access_token=${token}`,
    (token) => `https://x/?a=1&access_token=${token}&b=2#_`,
    (token) => `?code=${token}#_`,
    (token) => `access_token%3D${token}%26b%3D2`,
    (token) => `next=%2Fx%3Fcode%3D${token}`,
    (token) => `token%3D${token}`,
    (token) => JSON.stringify({ access_token: token, expires_in: 1 }),
    (token) => JSON.stringify({ data: [{ other: token }] }),
    (token) => JSON.stringify(JSON.stringify({ value: token })),
    (token) => JSON.stringify(`line\n${token}\tx`),
    (token) => encodeURIComponent(JSON.stringify({ value: token })),
    (token) => `The token "${token}" is bad, (${token}) and <${token}>.`,
    (token) => `Error: ${token}\n    at x`,
    (token) => inspect({ deep: [{ token }] }),
    (token) => `Bearer ${token}`,
    (token) => `cookie: a=${token}; b=${token}`,
    (token) => `token:${token},${token};${token}`,
  ];
  const anyPlace = fc.constantFrom(...places);

  test("is taken out wherever it stands", () => {
    fc.assert(
      fc.property(anyToken, anyPlace, fc.string(), (token, place, noise) => {
        const redacted = redactText(`${noise} ${place(token)} ${noise}`);
        const kept = redacted.split(token.slice(0, 12)).length - `${noise} ${noise}`.split(token.slice(0, 12)).length;
        expect(kept).toBe(0);
      }),
      { numRuns: 1_000 },
    );
  });

  test("is taken out without the ids and codes around it", () => {
    fc.assert(
      fc.property(
        anyToken,
        fc.bigInt({ min: 10n ** 14n, max: 10n ** 18n }),
        fc.nat({ max: 99_999 }),
        (token, id, code) => {
          const body = JSON.stringify({ error: { message: `Bad ${token} of ${id}`, code, error_subcode: 2_207_051 } });
          const redacted = redactText(body);
          expect(redacted).toBe(body.replace(token, "[redacted]"));
        },
      ),
    );
  });

  test("stays out: redacting again changes nothing", () => {
    const bits = fc.constantFrom(
      "access_token",
      "code",
      "password",
      "cookie",
      "authorization",
      "state",
      "secret",
      "Bearer ",
      "=",
      ":",
      "%3D",
      "%22",
      '"',
      "'",
      "\\",
      " ",
      ";",
      ",",
      "&",
      "#",
      "{",
      "}",
      "\n",
      "[redacted]",
      "://u:p@h",
      "190",
      "abc",
      "x".repeat(64),
      `EAA${"y".repeat(20)}`,
    );
    const anyText = fc.oneof(
      fc.string(),
      fc.array(bits, { maxLength: 14 }).map((parts) => parts.join("")),
    );
    fc.assert(
      fc.property(
        fc.oneof(
          anyText,
          fc.tuple(anyToken, anyPlace).map(([token, place]) => place(token)),
        ),
        (text) => {
          expect(redactText(redactText(text))).toBe(redactText(text));
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

test("a long text full of half-open pairs is read in no time", () => {
  const started = performance.now();
  for (const part of [
    'secret:"',
    "cookie=a;",
    "password ",
    '\\"',
    "code:'",
    "authorization: x ",
    "%22",
    `${"a".repeat(63)} `,
  ]) {
    redactText(part.repeat(Math.ceil(100_000 / part.length)));
  }
  expect(performance.now() - started).toBeLessThan(5_000);
});

describe("a value for the log", () => {
  test.each([
    "access_token",
    "accessToken",
    "token",
    "csrfToken",
    "client_secret",
    "clientSecret",
    "appSecret",
    "NEXTAUTH_SECRET",
    "CRON_SECRET",
    "password",
    "newPassword",
    "passwordHash",
    "OWNER_PASSWORD",
    "cookie",
    "Set-Cookie",
    "Authorization",
    "signed_request",
    "sealed",
    "sealedInput",
    "previousSealed",
    "state",
    "TOKEN_ENCRYPTION_KEYS",
  ])("does not show what is called %s, however it looks", (key) => {
    expect(redactValue({ [key]: "abc", deep: [{ [key]: { x: "abc" } }] })).toEqual({
      [key]: "[redacted]",
      deep: [{ [key]: "[redacted]" }],
    });
  });

  test("shows what is no secret by its name", () => {
    const fields = {
      event: "extended",
      accountId: "019a1b2c-3d4e-7f80-9a1b-2c3d4e5f6071",
      tokenVersion: 7,
      reason: "password_changed",
      outcome: "connected",
      code: 190,
      empty: null,
      missing: undefined,
      done: true,
    };
    expect(redactValue(fields)).toEqual(fields);
  });

  test.each([
    [190, 190],
    ["190", "190"],
    ["P2002", "P2002"],
    ["42P01", "42P01"],
    ["SQLITE_BUSY", "SQLITE_BUSY"],
    ["ciphertext_refused", "ciphertext_refused"],
    [null, null],
    [CODE, "[redacted]"],
    ["AQBx9", "[redacted]"],
    [{ a: 1 }, "[redacted]"],
  ])("knows an error's code from an authorization code: %o", (code, shown) => {
    expect(redactValue({ code })).toEqual({ code: shown });
  });

  test("looks into texts, lists and objects", () => {
    expect(redactValue([`GET /me?access_token=${IG}`, { a: { b: IG } }])).toEqual([
      "GET /me?access_token=[redacted]",
      { a: { b: "[redacted]" } },
    ]);
  });

  test("writes dates, numbers, bytes and addresses so that JSON can hold them", () => {
    expect(
      redactValue({
        at: new Date("2026-11-23T10:00:00Z"),
        never: new Date(Number.NaN),
        big: 17841405309211845n,
        bytes: Buffer.from("key"),
        array: new Uint8Array(3),
        url: new URL(`https://x/?access_token=${IG}`),
      }),
    ).toEqual({
      at: "2026-11-23T10:00:00.000Z",
      never: "[no date]",
      big: "17841405309211845",
      bytes: "[bytes]",
      array: "[bytes]",
      url: "https://x/?access_token=[redacted]",
    });
  });

  test("cuts what is deep, long or turns in a circle", () => {
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    expect(JSON.stringify(redactValue(circle))).toContain("[deep]");
    expect(redactValue(Array.from({ length: 5_000 }, () => 1))).toHaveLength(100);
  });

  test("flattens an error with its cause, and no message shows a token", () => {
    const cause = Object.assign(new Error(`fetch failed: https://x/?access_token=${IG}`), {
      code: "ECONNRESET",
      headers: IG,
    });
    const error = new Error(`could not send ${IG}`, { cause });
    const flat = redactValue({ err: error });
    expect(flat).toMatchObject({
      err: {
        name: "Error",
        message: "could not send [redacted]",
        cause: { code: "ECONNRESET", message: "fetch failed: https://x/?access_token=[redacted]" },
      },
    });
    expect(JSON.stringify(flat)).not.toContain(IG.slice(0, 12));
    expect(JSON.stringify(flat)).toContain("redact.test.ts");
  });

  test("ends at a circle of causes", () => {
    const error = new Error("one");
    error.cause = new Error("two", { cause: error });
    expect(JSON.stringify(redactValue(error))).toContain("[deep]");
  });

  test("leaves the original as it was", () => {
    const original = { access_token: "abc", list: [{ password: "x" }] };
    redactValue(original);
    expect(original).toEqual({ access_token: "abc", list: [{ password: "x" }] });
  });

  test("can be written as JSON, whatever it was", () => {
    fc.assert(
      fc.property(
        fc.anything({ withBigInt: true, withDate: true, withTypedArray: true, withNullPrototype: true }),
        (value) => {
          expect(() => JSON.stringify(redactValue(value))).not.toThrow();
        },
      ),
    );
  });
});
