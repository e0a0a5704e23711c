import fc from "fast-check";
import { expect, test } from "vitest";
import { safeNext } from "./safe-next";

test.each([
  ["/accounts"],
  ["/accounts?status=expired&q=a%20b#row"],
  ["/"],
  ["/accounts/import?next=https://evil.example"],
  ["/%2F%2Fevil.example"],
])("goes on to %s", (next) => {
  expect(safeNext(next)).toBe(next);
});

test.each([
  [undefined],
  [""],
  ["accounts"],
  ["https://evil.example"],
  ["//evil.example"],
  ["///evil.example"],
  ["/\\evil.example"],
  ["\\/evil.example"],
  ["\\\\evil.example"],
  ["javascript:alert(1)"],
  [" /accounts"],
  [" //evil.example"],
  ["@evil.example"],
  [".evil.example"],
  ["/\t/evil.example"],
  ["/\n\\evil.example"],
  ["/\r//evil.example"],
])("goes to the list instead of %s", (next) => {
  expect(safeNext(next)).toBe("/accounts");
});

test("stays on this server for every text", () => {
  const text = fc.string({ unit: fc.constantFrom(..."/\\:@.?#%ae 2F\t\n\r\0"), maxLength: 12 });
  fc.assert(
    fc.property(text, (next) => {
      expect(new URL(safeNext(next), "https://perennial.example.com").origin).toBe("https://perennial.example.com");
    }),
    { numRuns: 1_000 },
  );
});
