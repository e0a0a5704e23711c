import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { utf16Text } from "@/lib/test/utf16-text";
import { parseBody } from "./parse-body";

describe("numbers too long for JavaScript", () => {
  test.each([
    ["17841405309211845"],
    ["17841405309211844"],
    ["28970000000402975"],
    ["38281000000004703"],
    ["9007199254740991"],
    ["9007199254740993"],
    ["1000000000000000"],
    ["-9007199254740993"],
    ["99999999999999999999999999999999"],
  ])("%s stays exact as text", (literal) => {
    expect(parseBody(`{"user_id":${literal}}`)).toEqual({ user_id: literal });
    expect(parseBody(`{"data":[{ "id" : ${literal} }]}`)).toEqual({ data: [{ id: literal }] });
    expect(parseBody(`[${literal}]`)).toEqual([literal]);
  });

  test.each([
    ["0", 0],
    ["190", 190],
    ["5183944", 5_183_944],
    ["999999999999999", 999_999_999_999_999],
    ["-15", -15],
    ["1.5", 1.5],
    ["5.184e6", 5_184_000],
    ["0.1234567890123456789", 0.12345678901234568],
  ])("%s is a number like any other", (literal, value) => {
    expect(parseBody(literal)).toBe(value);
  });

  test("every id comes through digit for digit, as number or as text", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 10n ** 15n, max: 10n ** 20n }), (id) => {
        expect(parseBody(`{"user_id":${id},"id":"${id}"}`)).toEqual({ user_id: String(id), id: String(id) });
      }),
    );
  });
});

describe("what is not JSON", () => {
  test.each([
    ["an empty body", ""],
    ["blanks", " \r\n"],
    ["HTML", "<!DOCTYPE html><html><head><title>Facebook | Error</title></head></html>"],
    ["a cut answer", '{"access_token":"IGAA'],
    ["words", "Service Unavailable"],
    ["a comma missing, as in Meta's own sample", '{"data":[{"user_id":"1" "username":"x"}]}'],
    ["two answers", "{}{}"],
    ["JavaScript", "for(;;);{}"],
    ["undefined", "undefined"],
    ["brackets without end", "[".repeat(200_000)],
  ])("%s is undefined", (_, text) => {
    expect(parseBody(text)).toBeUndefined();
  });

  test("never throws, whatever comes", () => {
    const bits = fc.constantFrom("{", "}", "[", "]", '"', ":", ",", "1", "e9", "null", "\\u00", "data", "\ud800", "-");
    const anyText = fc.oneof(
      utf16Text(),
      fc.array(bits).map((parts) => parts.join("")),
    );
    fc.assert(
      fc.property(anyText, (text) => {
        expect(() => parseBody(text)).not.toThrow();
      }),
      { numRuns: 500 },
    );
  });
});

test("agrees with JSON.parse wherever no number is too long", () => {
  const small = fc.integer({ min: -999_999_999, max: 999_999_999 });
  const key = fc.string().filter((text) => text !== "__proto__");
  const value = fc.letrec((tie) => ({
    any: fc.oneof(
      { maxDepth: 3 },
      fc.string(),
      small,
      fc.boolean(),
      fc.constant(null),
      fc.array(tie("any"), { maxLength: 4 }),
      fc.dictionary(key, tie("any"), { maxKeys: 4 }),
    ),
  })).any;
  fc.assert(
    fc.property(value, (any) => {
      const text = JSON.stringify(any);
      expect(parseBody(text)).toEqual(JSON.parse(text));
    }),
  );
});
