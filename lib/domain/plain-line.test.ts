import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { utf16Text } from "@/lib/test/utf16-text";
import { LONGEST_LINE, plainLine, searchText } from "./plain-line";

const anyText = fc.oneof(
  utf16Text(200),
  fc.string({ unit: "grapheme", maxLength: 200 }),
  fc
    .array(
      fc.constantFrom(
        " ",
        "\t",
        "\n",
        "\u0000",
        "\u202e",
        "\ufeff",
        "\u0301",
        "e",
        "👩‍🚀",
        "\ud800",
        "\udc00",
        "ﬁ",
        "가",
      ),
      {
        maxLength: 200,
      },
    )
    .map((parts) => parts.join("")),
);

describe("a label", () => {
  test.each([
    ["markup", "<script>alert('x')</script> & \"quotes\"", "<script>alert('x')</script> & \"quotes\""],
    ["SQL and templates", "'; DROP TABLE x; -- {{7*7}} %s", "'; DROP TABLE x; -- {{7*7}} %s"],
    ["emoji of several parts", "👩‍🚀 Café ☕️", "👩‍🚀 Café ☕️"],
    ["other scripts", "مخبز الشمال · 北方面包店 · Βόρεια", "مخبز الشمال · 北方面包店 · Βόρεια"],
    ["inner blanks", "  North \t\n  Bakery  ", "North Bakery"],
    ["control characters", "North\u0000\u0007\u001b[31mBakery\u007f\u0085", "North [31mBakery"],
    ["characters that turn the direction of writing", "abc\u202egpj.exe\u2066\u200f\u061cx", "abc gpj.exe x"],
    ["the separators of lines and paragraphs", "one\u2028two\u2029three", "one two three"],
    ["a byte order mark", "\ufeffNorth", "North"],
    ["a letter in two parts", "Cafe\u0301", "Café"],
    ["half of a surrogate pair", "North\ud83d", "North\ufffd"],
    ["nothing but blanks", " \u00a0\u3000\n", ""],
  ])("with %s", (_, text, line) => {
    expect(plainLine(text)).toBe(line);
  });

  test("has at most 80 characters, counted as people count them in code points, none of them cut in half", () => {
    expect(plainLine("x".repeat(81))).toBe("x".repeat(80));
    expect(plainLine("😀".repeat(81))).toBe("😀".repeat(80));
    expect(plainLine(`${"x".repeat(79)} y`)).toBe("x".repeat(79));
  });

  test("is one well-formed line without control characters, whatever was typed", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const line = plainLine(text);
        expect([...line].length).toBeLessThanOrEqual(LONGEST_LINE);
        expect(line).not.toMatch(/[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069\ufeff]/u);
        expect(line).toBe(line.trim());
        expect(line.isWellFormed()).toBe(true);
        expect(line).toBe(line.normalize("NFC"));
      }),
      { numRuns: 500 },
    );
  });

  test("stays as it is when it is stored again", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(plainLine(plainLine(text))).toBe(plainLine(text));
      }),
      { numRuns: 500 },
    );
  });
});

describe("the search", () => {
  test.each([
    ["another case", "North Bakery", "nOrTh"],
    ["another case of another script", "ВЕРШИНА", "вершина"],
    ["a letter in two parts", "Café", "CAFE\u0301"],
  ])("finds %s", (_, stored, typed) => {
    expect(searchText(stored)).toContain(searchText(typed));
  });

  test("does not find across two fields", () => {
    expect(searchText("north", "bakery")).not.toContain(searchText("northbakery"));
    expect(searchText("north", "bakery")).toBe("north\nbakery");
  });
});
