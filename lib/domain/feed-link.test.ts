import fc from "fast-check";
import { expect, test } from "vitest";
import { type FeedKind, feedPath, feedSecret } from "./feed-link";

const SECRET = "aB3_-".repeat(8).concat("xyz");

test.each<[FeedKind, string, string | null]>([
  ["calendar", `${SECRET}.ics`, SECRET],
  ["badge", `${SECRET}.svg`, SECRET],
  ["calendar", `${SECRET}.svg`, null],
  ["badge", `${SECRET}.ics`, null],
  ["calendar", SECRET, null],
  ["calendar", `${SECRET}x.ics`, null],
  ["calendar", `${SECRET.slice(1)}.ics`, null],
  ["calendar", `${SECRET.slice(1)}=.ics`, null],
  ["calendar", `${SECRET}.ics\n`, null],
  ["calendar", `${SECRET}.ICS`, null],
  ["calendar", ".ics", null],
  ["calendar", "", null],
  ["badge", "%00.svg", null],
])("a %s at “%s” holds the secret or none", (kind, file, secret) => {
  expect(feedSecret(kind, file)).toBe(secret);
});

test("an address gives back the secret that it was made of", () => {
  const anySecret = fc
    .uint8Array({ minLength: 32, maxLength: 32 })
    .map((bytes) => Buffer.from(bytes).toString("base64url"));
  fc.assert(
    fc.property(fc.constantFrom<FeedKind>("calendar", "badge"), anySecret, (kind, secret) => {
      const [, place, file = ""] = feedPath(kind, secret).split("/");
      expect([place, feedSecret(kind, file)]).toEqual([kind, secret]);
    }),
  );
});
