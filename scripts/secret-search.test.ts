import { describe, expect, it } from "vitest";
import { searchSecrets } from "./secret-search";

describe("searchSecrets", () => {
  it("finds nothing in a clean log", () => {
    expect(searchSecrets("started\nready", ["a-secret-of-mine"])).toEqual({ searched: 1, found: [] });
  });

  it("finds a secret, names its line, and does not repeat it", () => {
    const { found } = searchSecrets("started\ntoken=a-secret-of-mine!", ["another-secret", "a-secret-of-mine"]);
    expect(found).toEqual(["secret 2, line 2: token=[secret]!"]);
  });

  it("finds a secret in an address", () => {
    expect(searchSecrets("GET /?key=ab%2Bcd%2Fefgh%3D", ["ab+cd/efgh="]).found).toHaveLength(1);
  });

  it("does not look for texts that are too short to be secrets", () => {
    expect(searchSecrets("abc", ["abc"])).toEqual({ searched: 0, found: [] });
  });
});
