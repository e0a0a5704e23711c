import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isAppError } from "@/lib/domain/app-error";
import { KEY_BYTES, makeKeyEntry, parseKeyRing } from "./key-ring";

const bytes = (fill: number, length = KEY_BYTES) => Buffer.alloc(length, fill);
const base64 = (fill: number, length?: number) => bytes(fill, length).toString("base64");

function problemOf(text: string): string {
  try {
    parseKeyRing(text);
  } catch (error) {
    if (isAppError(error, "key_set_wrong")) return error.message;
    throw error;
  }
  return "none";
}

describe("a list of keys", () => {
  test("names the sealing key first and keeps all", () => {
    const ring = parseKeyRing(`k2:${base64(2)},k1:${base64(1)}`);
    expect(ring.sealingKeyId).toBe("k2");
    expect([...ring.keys]).toEqual([
      ["k2", bytes(2)],
      ["k1", bytes(1)],
    ]);
  });

  test.each([
    ["blanks and line breaks around the entries", ` k2:${base64(2)} ,\n k1:${base64(1)} `],
    ["base64url", `k2:${bytes(2).toString("base64url")},k1:${bytes(1).toString("base64url")}`],
    ["base64 without its padding", `k2:${base64(2).replace("=", "")},k1:${base64(1).replace("=", "")}`],
  ])("may be written with %s", (_, text) => {
    expect([...parseKeyRing(text).keys.values()]).toEqual([bytes(2), bytes(1)]);
  });

  test("is read back for any keys, in both alphabets", () => {
    const key = fc.uint8Array({ minLength: KEY_BYTES, maxLength: KEY_BYTES }).map((array) => Buffer.from(array));
    const id = fc.stringMatching(/^[A-Za-z0-9_-]{1,32}$/);
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(id, key), { selector: ([name]) => name, minLength: 1, maxLength: 5 }),
        fc.constantFrom("base64" as const, "base64url" as const),
        (keys, alphabet) => {
          const ring = parseKeyRing(keys.map(([name, value]) => `${name}:${value.toString(alphabet)}`).join(","));
          expect([...ring.keys]).toEqual(keys);
          expect(ring.sealingKeyId).toBe(keys[0]?.[0]);
        },
      ),
    );
  });
});

describe("a list that cannot be used says why", () => {
  test.each([
    ["empty", "", /each key is written as id:base64/],
    ["a comma only", ",", /each key is written as id:base64/],
    ["a comma too many", `k1:${base64(1)},`, /each key is written as id:base64/],
    ["a key without id", base64(1), /each key is written as id:base64/],
    ["an empty id", `:${base64(1)}`, /each key is written as id:base64/],
    ["an id with a dot, which separates the parts of a sealed text", `k.1:${base64(1)}`, /each key is written as id/],
    ["an id with a blank", `k 1:${base64(1)}`, /each key is written as id:base64/],
    ["an id that is too long", `${"k".repeat(33)}:${base64(1)}`, /each key is written as id:base64/],
    ["one id twice", `k1:${base64(1)},k2:${base64(2)},k1:${base64(3)}`, /"k1" stands there twice/],
    ["an empty key", "k1:", /"k1" is not 32 bytes/],
    ["a key of 31 bytes", `k1:${base64(1, 31)}`, /"k1" is not 32 bytes/],
    ["a key of 33 bytes", `k1:${base64(1, 33)}`, /"k1" is not 32 bytes/],
    ["a key of 16 bytes", `k1:${base64(1, 16)}`, /"k1" is not 32 bytes/],
    ["a key in hexadecimal", `k1:${bytes(1).toString("hex")}`, /"k1" is not 32 bytes/],
    ["a passphrase", "k1:correct horse battery staple", /"k1" is not 32 bytes/],
    [
      "a foreign character that a decoder would pass over",
      `k1:${base64(1).replace("A", "*A")}`,
      /"k1" is not 32 bytes/,
    ],
    ["a colon too many", `k1:k2:${base64(1)}`, /"k1" is not 32 bytes/],
    ["only the second key wrong", `k1:${base64(1)},k2:short`, /"k2" is not 32 bytes/],
  ])("%s", (_, text, problem) => {
    expect(problemOf(text)).toMatch(problem);
  });

  test("without showing any of a key", () => {
    const secret = "c2VjcmV0LXNlY3JldC1zZWNyZXQ";
    for (const text of [`k1:${secret}`, secret, `k1:${base64(1)},k1:${secret}`, `k.1:${secret}`]) {
      expect(problemOf(text)).not.toContain(secret.slice(0, 8));
    }
  });

  test("whatever was written", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map((text) => `k1:${text}`),
        ),
        (text) => {
          expect(problemOf(text)).toMatch(/^TOKEN_ENCRYPTION_KEYS cannot be used: /);
        },
      ),
    );
  });
});

test.each([
  [[], "k1"],
  [["k1"], "k2"],
  [["k7", "k2"], "k8"],
  [["main", "k02"], "k3"],
])("a new key beside %o is called %s, and seals when it stands first", (taken, id) => {
  const entry = makeKeyEntry(taken);
  const ring = parseKeyRing(entry);
  expect(ring.sealingKeyId).toBe(id);
  expect(makeKeyEntry(taken)).not.toBe(entry);
});
