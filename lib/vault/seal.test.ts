import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AppError, type AppErrorCode } from "@/lib/domain/app-error";
import { utf16Text } from "@/lib/test/utf16-text";
import { parseKeyRing } from "./key-ring";
import { createVault } from "./seal";

const key = (id: string, fill: number) => `${id}:${Buffer.alloc(32, fill).toString("base64")}`;
const vaultOf = (...keys: string[]) => createVault(parseKeyRing(keys.join(",")));

const TOKEN = `IGAA${"k".repeat(160)}ZD`;
const CONTEXT = "token:account-1";
const vault = vaultOf(key("k1", 1));

function codeOf(open: () => string): AppErrorCode | "opened" {
  try {
    open();
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
  return "opened";
}

describe("a sealed text", () => {
  test("is opened by the same key for the same account", () => {
    expect(vault.open(vault.seal(TOKEN, CONTEXT), CONTEXT)).toBe(TOKEN);
  });

  test("comes back whatever it was", () => {
    const anyText = fc.oneof(
      utf16Text().map((text) => text.toWellFormed()),
      fc.string({ unit: "grapheme" }),
      fc.constantFrom("", "\ufeffbom", "\u0000", "👩‍🚀", "x".repeat(10_000)),
    );
    fc.assert(
      fc.property(anyText, fc.string({ unit: "grapheme" }), (text, context) => {
        expect(vault.open(vault.seal(text, context), context)).toBe(text);
      }),
    );
  });

  test("turns half a surrogate pair, which no token holds, into the replacement character", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom("a", "\ud83d", "\ude00"), { maxLength: 6 }), (units) => {
        const text = units.join("");
        expect(vault.open(vault.seal(text, CONTEXT), CONTEXT)).toBe(text.toWellFormed());
      }),
    );
  });

  test("names its format and its key, and shows nothing of the rest", () => {
    const sealed = vault.seal(TOKEN, CONTEXT);
    expect(sealed).toMatch(/^p1\.k1\.[A-Za-z0-9_-]{16}\.[A-Za-z0-9_-]+$/);
    expect(sealed).not.toContain("IGAA");
    expect(sealed).not.toContain("account-1");
    expect(vault.keyIdOf(sealed)).toBe("k1");
  });

  test("is never the same twice: the nonce is fresh", () => {
    const sealed = Array.from({ length: 200 }, () => vault.seal(TOKEN, CONTEXT));
    expect(new Set(sealed.map((text) => text.split(".")[2])).size).toBe(200);
  });
});

describe("a sealed text stays shut", () => {
  const sealed = vault.seal(TOKEN, CONTEXT);

  test.each<[string, string, AppErrorCode]>([
    ["for another account", "token:account-2", "ciphertext_refused"],
    ["for another purpose", "input:account-1", "ciphertext_refused"],
    ["for no account", "", "ciphertext_refused"],
    ["for an account with a line break that looks like the key's", "account-1\nk1", "ciphertext_refused"],
  ])("%s", (_, context, code) => {
    expect(codeOf(() => vault.open(sealed, context))).toBe(code);
  });

  test("for every other context", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme" }), (context, other) => {
        fc.pre(context !== other);
        expect(codeOf(() => vault.open(vault.seal("x", context), other))).toBe("ciphertext_refused");
      }),
    );
  });

  test("to another key under the same id", () => {
    expect(codeOf(() => vaultOf(key("k1", 2)).open(sealed, CONTEXT))).toBe("ciphertext_refused");
  });

  test("to a ring without its key", () => {
    expect(codeOf(() => vaultOf(key("k2", 1)).open(sealed, CONTEXT))).toBe("key_unknown");
  });

  test("when it is put under the name of another key, even one of the same bytes", () => {
    const both = vaultOf(key("k1", 1), key("k2", 1));
    expect(codeOf(() => both.open(sealed.replace(".k1.", ".k2."), CONTEXT))).toBe("ciphertext_refused");
    expect(both.open(sealed, CONTEXT)).toBe(TOKEN);
  });

  test("when a single character of it is changed, wherever it is", () => {
    const characters = fc.constantFrom(..."ABCXYZabcxyz0189-_.+/= \n~é");
    fc.assert(
      fc.property(fc.nat({ max: sealed.length - 1 }), characters, (at, character) => {
        fc.pre(sealed[at] !== character);
        const altered = sealed.slice(0, at) + character + sealed.slice(at + 1);
        expect(["ciphertext_malformed", "key_unknown", "ciphertext_refused"]).toContain(
          codeOf(() => vault.open(altered, CONTEXT)),
        );
      }),
      { numRuns: 1_000 },
    );
  });

  test.each(["", "a", "ab"])(
    "when its last character is changed to one that decodes to the same bytes: “%s”",
    (text) => {
      const short = vault.seal(text, CONTEXT);
      const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
      for (const last of alphabet.replace(short.slice(-1), "")) {
        expect(codeOf(() => vault.open(short.slice(0, -1) + last, CONTEXT))).not.toBe("opened");
      }
    },
  );

  test("when a character is put in or taken out", () => {
    fc.assert(
      fc.property(fc.nat({ max: sealed.length - 1 }), fc.constantFrom(..."Aa0-_. "), (at, character) => {
        const longer = sealed.slice(0, at) + character + sealed.slice(at);
        const shorter = sealed.slice(0, at) + sealed.slice(at + 1);
        expect(codeOf(() => vault.open(longer, CONTEXT))).not.toBe("opened");
        expect(codeOf(() => vault.open(shorter, CONTEXT))).not.toBe("opened");
      }),
      { numRuns: 300 },
    );
  });

  test("when it is cut anywhere", () => {
    for (let length = 0; length < sealed.length; length += 1) {
      expect(["ciphertext_malformed", "ciphertext_refused"]).toContain(
        codeOf(() => vault.open(sealed.slice(0, length), CONTEXT)),
      );
    }
  });

  test("when parts of two are put together", () => {
    const other = vault.seal(TOKEN, CONTEXT).split(".");
    const mine = sealed.split(".");
    const mixed = [mine[0], mine[1], other[2], mine[3]].join(".");
    expect(codeOf(() => vault.open(mixed, CONTEXT))).toBe("ciphertext_refused");
  });

  test.each([
    ["nothing", ""],
    ["a plain token", TOKEN],
    ["another format", sealed.replace("p1.", "p2.")],
    ["a part too many", `${sealed}.x`],
    ["a part too few", sealed.split(".").slice(0, 3).join(".")],
    ["an empty body", sealed.split(".").slice(0, 3).concat("").join(".")],
    ["a body shorter than its tag", sealed.split(".").slice(0, 3).concat("AAAA").join(".")],
    ["a short nonce", sealed.replace(/^(p1\.k1\.)[^.]{4}/, "$1")],
    ["padding", `${sealed}=`],
    ["a blank at its end", `${sealed} `],
  ])("because it is %s", (_, text) => {
    expect(codeOf(() => vault.open(text, CONTEXT))).toBe("ciphertext_malformed");
  });

  test("whatever it is, with one of three codes and no other error", () => {
    const anyText = fc.oneof(
      utf16Text(),
      fc
        .array(fc.constantFrom("p1", "k1", ".", "AAAA", "A".repeat(16), "_", "="), { maxLength: 9 })
        .map((parts) => parts.join("")),
    );
    fc.assert(
      fc.property(anyText, (text) => {
        expect(["ciphertext_malformed", "key_unknown", "ciphertext_refused"]).toContain(
          codeOf(() => vault.open(text, CONTEXT)),
        );
      }),
      { numRuns: 300 },
    );
  });

  test("without a word of the secret in the error", () => {
    try {
      vault.open(sealed, "token:account-2");
      expect.unreachable();
    } catch (error) {
      expect(String(error)).not.toContain(sealed.split(".")[3]);
      expect(String(error)).not.toContain("IGAA");
    }
  });
});

describe("a new key", () => {
  const old = vaultOf(key("k1", 1));
  const rotated = vaultOf(key("k2", 2), key("k1", 1));

  test("seals from now on, and what the old one sealed still opens", () => {
    const sealed = old.seal(TOKEN, CONTEXT);
    expect(rotated.open(sealed, CONTEXT)).toBe(TOKEN);
    expect(rotated.keyIdOf(rotated.seal(TOKEN, CONTEXT))).toBe("k2");
    expect(codeOf(() => old.open(rotated.seal(TOKEN, CONTEXT), CONTEXT))).toBe("key_unknown");
  });

  test("tells the ring's keys, the sealing one first", () => {
    expect(rotated.sealingKeyId).toBe("k2");
    expect(rotated.keyIds).toEqual(["k2", "k1"]);
  });
});
