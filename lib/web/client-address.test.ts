import { expect, test } from "vitest";
import { clientAddress } from "./client-address";

test.each([
  ["203.0.113.7", "203.0.113.7"],
  ["198.51.100.9, 203.0.113.7", "203.0.113.7"],
  ["made up, 203.0.113.7 ", "203.0.113.7"],
  ["2001:db8::1", "2001:db8::1"],
  ["203.0.113.7:51234", "203.0.113.7"],
  ["198.51.100.9, [2001:DB8::1]:51234", "2001:db8::1"],
  ["::ffff:203.0.113.7", "203.0.113.7"],
  ["203.0.113.7, made up", "unknown"],
  ["203.0.113.7,", "unknown"],
  ["", "unknown"],
])("of X-Forwarded-For “%s” the nearest proxy's word counts: %s", (header, address) => {
  expect(clientAddress(new Headers({ "x-forwarded-for": header }))).toBe(address);
});

test("headers that arrive apart are one list", () => {
  const headers = new Headers();
  headers.append("x-forwarded-for", "198.51.100.9");
  headers.append("x-forwarded-for", "203.0.113.7");
  expect(clientAddress(headers)).toBe("203.0.113.7");
});

test("without the header nothing is known, and other headers are not believed", () => {
  expect(clientAddress(new Headers({ "x-real-ip": "198.51.100.9" }))).toBe("unknown");
});
