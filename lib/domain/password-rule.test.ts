import { describe, expect, it, test } from "vitest";
import { isPasswordTooLong, LONGEST_PASSWORD, passwordLength, passwordProblem } from "./password-rule";

const GRACE = { name: "Grace Brewster Hopper", email: "grace.hopper@navy.example" };
const COMMON = new Set(["trustno1trustno1", "qwertyuiop[]"]);
const problem = (password: string, person = GRACE) => passwordProblem(password, person, (text) => COMMON.has(text));

describe("a new password", () => {
  it.each([
    ["words", "plum-lantern-river-oak"],
    ["words with blanks", "correct horse battery"],
    ["blanks at the ends", " correct horse "],
    ["exactly twelve", "kestrel-fern"],
    ["twelve signs of any script", "черника-утро"],
    ["twelve of two code units each", "😀😃😄😁😆😅🤣😂🙂🙃😉😊"],
    ["the longest", "ab cd ".repeat(200).slice(0, LONGEST_PASSWORD)],
    ["one's own name among other words", "hopper likes 12 marigolds"],
    ["this place among other words", "perennial-marigolds"],
    ["a long number", "4815162342108"],
  ])("may be %s", (_what, password) => {
    expect(problem(password)).toBeNull();
  });

  it.each([
    ["nothing", "", /^Use 12 characters or more\.$/],
    ["eleven", "kestrel-fer", /^Use 12 characters or more\.$/],
    ["eleven of two code units each", "😀😃😄😁😆😅🤣😂🙂🙃😉", /^Use 12 characters or more\.$/],
    ["six letters with their marks apart", "e\u0301".repeat(6), /^Use 12 characters or more\.$/],
    ["one too many", "ab cd ".repeat(200).slice(0, LONGEST_PASSWORD + 1), /^Use 1,000 characters or fewer\.$/],
    ["a common one", "trustno1trustno1", /most common/],
    ["a common one in capitals", "TrustNo1TrustNo1", /most common/],
    ["a common one between blanks", " trustno1trustno1 ", /most common/],
    ["twelve blanks", "            ", /over and over/],
    ["one letter", "zzzzzzzzzzzzzz", /over and over/],
    ["two letters", "zyzyzyzyzyzyzy", /over and over/],
    ["one's e-mail", "grace.hopper@navy.example", /your name, your e-mail/],
    ["one's e-mail in capitals", "GRACE.HOPPER@NAVY.EXAMPLE", /your name, your e-mail/],
    ["one's name", "Grace Brewster Hopper", /your name, your e-mail/],
    ["one's name without blanks and with a year", "gracehopper1906", /your name, your e-mail/],
    ["this place with a year", "Perennial-2026", /the name of this place/],
    ["what this place is about", "InstagramPassword1", /the name of this place/],
  ])("may not be %s", (_what, password, sentence) => {
    expect(problem(password)).toMatch(sentence);
  });

  it("may be a name that is somebody else's", () => {
    expect(problem("Grace Brewster Hopper", { name: "Ada", email: "ada@example.com" })).toBeNull();
  });

  it("does not stumble over names without letters", () => {
    expect(problem("plum-lantern-river-oak", { name: "", email: "" })).toBeNull();
    expect(problem("plum-lantern-river-oak", { name: "…", email: "@" })).toBeNull();
  });
});

test("characters are counted as people count them, after composition", () => {
  expect(passwordLength("e\u0301")).toBe(1);
  expect(passwordLength("😀")).toBe(1);
  expect(isPasswordTooLong("😀".repeat(LONGEST_PASSWORD))).toBe(false);
  expect(isPasswordTooLong("😀".repeat(LONGEST_PASSWORD + 1))).toBe(true);
});
