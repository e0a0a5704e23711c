import { describe, expect, it } from "vitest";
import { addressesOf, parseTarget } from "./channel-target";

describe("e-mail", () => {
  it.each([
    ["ada@example.com", "ada@example.com", "ada@example.com"],
    [
      " ada@example.com ;bo@example.org,\nada@example.com",
      "ada@example.com,bo@example.org",
      "ada@example.com and 1 more",
    ],
    ["o'neil+tag@mail.example.co.uk", "o'neil+tag@mail.example.co.uk", "o'neil+tag@mail.example.co.uk"],
    ["ädä@bücher.example", "ädä@bücher.example", "ädä@bücher.example"],
  ])("takes %j", (text, target, hint) => {
    expect(parseTarget("email", text)).toEqual({ ok: true, target, hint });
    expect(addressesOf(target).join(",")).toBe(target);
  });

  it.each([
    ["", /at least one/],
    [" , ;", /at least one/],
    ["ada", /“ada” is no e-mail address/],
    ["ada@localhost", /no e-mail address/],
    ["ada@example..com", /no e-mail address/],
    ["<ada@example.com>", /no e-mail address/],
    ["Ada <ada@example.com>", /“Ada” is no e-mail address/],
    ["ada@example.com\u0000x", /no e-mail address/],
    [`${"a".repeat(65)}@example.com`, /no e-mail address/],
    [Array.from({ length: 21 }, (_, index) => `a${index}@example.com`).join(), /up to 20/],
  ])("refuses %j", (text, problem) => {
    expect(parseTarget("email", text)).toEqual({ ok: false, problem: expect.stringMatching(problem) });
  });
});

describe.each(["webhook", "slack", "discord", "teams"] as const)("%s", (kind) => {
  it.each([
    [
      " https://hooks.example.com/services/T0/B0/secret ",
      "https://hooks.example.com/services/T0/B0/secret",
      "hooks.example.com",
    ],
    ["http://example.com:8080/a?code=b#c", "http://example.com:8080/a?code=b", "example.com:8080"],
  ])("takes %j and shows the host only", (text, target, hint) => {
    expect(parseTarget(kind, text)).toEqual({ ok: true, target, hint });
  });

  it.each([
    ["", /no http\(s\) address/],
    ["hooks.example.com/x", /no http\(s\) address/],
    ["ftp://example.com/", /no http\(s\) address/],
    ["javascript:alert(1)", /no http\(s\) address/],
    ["https://", /no http\(s\) address/],
    [`https://example.com/${"x".repeat(2_000)}`, /no http\(s\) address/],
    ["https://ada:secret@example.com/", /must not hold a user name/],
  ])("refuses %j", (text, problem) => {
    expect(parseTarget(kind, text)).toEqual({ ok: false, problem: expect.stringMatching(problem) });
  });
});
