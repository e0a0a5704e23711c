import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DAY, HOUR, MINUTE } from "@/lib/domain/durations";
import { readSignedRequest } from "./signed-request";

/** The fact sheet's test vector (instagram-platform §10). */
const SECRET = "0123456789abcdef0123456789abcdef";
const VECTOR =
  "NpGCQxAZQ5S463elM7SXuT8y8vKAZq8l4sjxwhlwNa8.eyJ1c2VyX2lkIjoiMjg5NzAwMDAwMDA0MDI5NzUiLCJhbGdvcml0aG0iOiJITUFDLVNIQTI1NiIsImlzc3VlZF9hdCI6MTc2MDAwMDAwMH0";
const ISSUED_AT = new Date(1_760_000_000_000);
const OTHER_SECRET = "c2b7e0914d3f4a68b5a0917e6f2d8c43";

function sign(payload: string, secret = SECRET): string {
  const encoded = Buffer.from(payload).toString("base64url");
  return `${createHmac("sha256", secret).update(encoded).digest("base64url")}.${encoded}`;
}

const GOOD = { user_id: "28970000000402975", algorithm: "HMAC-SHA256", issued_at: 1_760_000_000 };

function read(text: string, secrets: readonly string[] = [SECRET], now = ISSUED_AT) {
  const result = readSignedRequest(text, secrets, now);
  return result.ok ? result.value : result.problem;
}

describe("a signed request is believed", () => {
  const believed = { userId: "28970000000402975", issuedAt: ISSUED_AT };

  test("as in the test vector", () => {
    expect(read(VECTOR)).toEqual(believed);
  });

  test("when any of the secrets has signed it", () => {
    expect(read(VECTOR, [OTHER_SECRET, SECRET])).toEqual(believed);
    expect(read(VECTOR, [SECRET, OTHER_SECRET])).toEqual(believed);
  });

  test.each([
    ["an algorithm in small letters", { algorithm: "hmac-sha256" }],
    ["an end to come", { expires: 1_760_003_600 }],
    ["no end, as Meta writes it", { expires: 0 }],
    ["more that nobody knows", { user: { country: "at" } }],
  ])("with %s", (_name, change) => {
    expect(read(sign(JSON.stringify({ ...GOOD, ...change })))).toEqual(believed);
  });

  test("with an id that is a bare number, digit for digit", () => {
    const payload = `{"user_id":28970000000402975,"algorithm":"HMAC-SHA256","issued_at":1760000000}`;
    expect(read(sign(payload))).toEqual(believed);
  });

  test("for every id and time, and for the signer's secret alone", () => {
    const id = fc.stringMatching(/^\d{1,32}$/);
    const secret = fc.string({ minLength: 1 });
    fc.assert(
      fc.property(id, fc.integer({ min: 0, max: 4_000_000_000 }), secret, secret, (userId, at, one, other) => {
        fc.pre(one !== other);
        const text = sign(JSON.stringify({ user_id: userId, algorithm: "HMAC-SHA256", issued_at: at }), one);
        const now = new Date(at * 1_000);
        expect(read(text, [one], now)).toEqual({ userId, issuedAt: now });
        expect(read(text, [other], now)).toBe("signature");
      }),
    );
  });
});

describe("a signed request is refused", () => {
  test.each([
    ["no secret at all", []],
    ["a wrong secret", [OTHER_SECRET]],
    ["nearly the right secret", [`${SECRET}0`, SECRET.slice(1), SECRET.toUpperCase()]],
  ])("with %s", (_name, secrets) => {
    expect(read(VECTOR, secrets)).toBe("signature");
  });

  test("when any character is changed, left out, doubled or put elsewhere", () => {
    const place = fc.integer({ min: 0, max: VECTOR.length - 1 });
    const change = fc.oneof(
      fc.record({ kind: fc.constant("cut" as const), at: place }),
      fc.record({ kind: fc.constant("drop" as const), at: place }),
      fc.record({ kind: fc.constant("double" as const), at: place }),
      fc.record({ kind: fc.constant("swap" as const), at: place, with: place }),
      fc.record({ kind: fc.constant("replace" as const), at: place, by: fc.string({ minLength: 1, maxLength: 2 }) }),
    );
    fc.assert(
      fc.property(change, (how) => {
        const characters = [...VECTOR];
        if (how.kind === "cut") characters.length = how.at;
        if (how.kind === "drop") characters.splice(how.at, 1);
        if (how.kind === "double") characters.splice(how.at, 0, characters[how.at] ?? "");
        if (how.kind === "replace") characters[how.at] = how.by;
        if (how.kind === "swap") {
          const [one = "", other = ""] = [characters[how.at], characters[how.with]];
          characters[how.at] = other;
          characters[how.with] = one;
        }
        const text = characters.join("");
        fc.pre(text !== VECTOR);
        expect(read(text)).toBeTypeOf("string");
      }),
      { numRuns: 2_000 },
    );
  });

  test("when its members stand in another order under the old signature", () => {
    const [signature] = VECTOR.split(".");
    const { user_id, algorithm, issued_at } = GOOD;
    const other = Buffer.from(JSON.stringify({ issued_at, algorithm, user_id })).toString("base64url");
    expect(read(`${signature}.${other}`)).toBe("signature");
  });

  const [signature = "", payload = ""] = VECTOR.split(".");
  test.each([
    ["nothing", ""],
    ["a full stop alone", "."],
    ["no payload", `${signature}.`],
    ["no signature", `.${payload}`],
    ["three parts", `${VECTOR}.${payload}`],
    ["the parts the other way round", `${payload}.${signature}`],
    ["padding", `${signature}=.${payload}`],
    ["the signs of plain base64", `${signature.replace("8", "+")}.${payload}`],
    ["a blank before it", ` ${VECTOR}`],
    ["a line break after it", `${VECTOR}\n`],
    ["bits that carry nothing", `${signature.slice(0, -1)}9.${payload}`],
    ["a signature that is too short", `${signature.slice(0, 40)}.${payload}`],
    ["a signature in hexadecimal", `${Buffer.from(signature, "base64url").toString("hex")}.${payload}`],
  ])("with %s", (_name, text) => {
    expect(read(text)).toBe("malformed");
  });

  test("above a size that Meta never reaches", () => {
    expect(read(sign(JSON.stringify({ ...GOOD, more: "x".repeat(4_096) })))).toBe("too_large");
  });

  test.each([
    ["none", "algorithm"],
    ["HMAC-SHA1", "algorithm"],
    ["", "algorithm"],
    [256, "payload"],
    [null, "payload"],
  ])("with the algorithm %j, however well it is signed", (algorithm, problem) => {
    expect(read(sign(JSON.stringify({ ...GOOD, algorithm })))).toBe(problem);
  });

  test.each([
    ["not JSON", "{user_id:'1'}"],
    ["a list", "[]"],
    ["nothing", "null"],
    ["no id", JSON.stringify({ ...GOOD, user_id: undefined })],
    ["a blank id", JSON.stringify({ ...GOOD, user_id: "" })],
    ["an id that is no number", JSON.stringify({ ...GOOD, user_id: "1 OR 1=1" })],
    ["an id that is a list", JSON.stringify({ ...GOOD, user_id: ["28970000000402975"] })],
    ["a negative id", JSON.stringify({ ...GOOD, user_id: -5 })],
    ["no time", JSON.stringify({ ...GOOD, issued_at: undefined })],
    ["a time as text", JSON.stringify({ ...GOOD, issued_at: "1760000000" })],
    ["a time beyond every calendar", JSON.stringify({ ...GOOD, issued_at: 1e15 })],
    ["a broken end", JSON.stringify({ ...GOOD, expires: "soon" })],
  ])("with a payload that is or has %s", (_name, text) => {
    expect(read(sign(text))).toBe("payload");
  });

  test("by its age", () => {
    const readLater = (text: string, milliseconds: number) =>
      read(text, [SECRET], new Date(ISSUED_AT.getTime() + milliseconds));
    expect(readLater(VECTOR, DAY)).toEqual({ userId: GOOD.user_id, issuedAt: ISSUED_AT });
    expect(readLater(VECTOR, DAY + 1)).toBe("too_old");
    expect(readLater(VECTOR, -5 * MINUTE - 1)).toBe("from_the_future");
    const ending = sign(JSON.stringify({ ...GOOD, expires: GOOD.issued_at + 3_600 }));
    expect(readLater(ending, 2 * HOUR)).toBe("expired");
  });

  test("whatever text comes, without ever throwing", () => {
    fc.assert(
      fc.property(fc.string(), fc.jsonValue(), (text, value) => {
        expect(read(text)).toBe("malformed");
        expect(read(sign(JSON.stringify(value)))).toBe("payload");
      }),
    );
  });
});
