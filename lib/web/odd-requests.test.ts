import fc from "fast-check";
import { expect, test } from "vitest";
import { decodableTarget } from "./odd-requests";

test.each([
  ["/accounts", "/accounts"],
  ["/accounts/%C3%A9?q=%C3%A9", "/accounts/%C3%A9?q=%C3%A9"],
  ["/accounts/%", "/accounts/%25"],
  ["/accounts/%?q=%", "/accounts/%25?q=%"],
  ["/%E0%A4/%41/%zz", "/%25E0%25A4/%41/%25zz"],
  ["/a?b?%", "/a?b?%"],
  ["*", "*"],
  ["", ""],
])("%s reaches Next as %s", (target, expected) => {
  expect(decodableTarget(target)).toBe(expected);
});

test("whatever is asked for, the path can be decoded, and the query is left alone", () => {
  const signs = fc.constantFrom("%", "2", "f", "F", "E", "/", "?", "a", "é", "\ud800".toWellFormed());
  fc.assert(
    fc.property(fc.string({ unit: signs, maxLength: 30 }), (target) => {
      const [path = "", ...query] = decodableTarget(target).split("?");
      expect(() => decodeURIComponent(path)).not.toThrow();
      expect(query.join("?")).toBe(target.split("?").slice(1).join("?"));
    }),
  );
});
