import { expect, test } from "vitest";
import { requireOwnOrigin } from "./own-origin";

const BASE_URL = "https://perennial.example.com/below";
const OWN = "https://perennial.example.com";

function ask(headers: Record<string, string>) {
  return () => requireOwnOrigin(new Request(`${OWN}/accounts/x/token`, { method: "POST", headers }), BASE_URL);
}

test.each([
  ["its own page", { origin: OWN, "sec-fetch-site": "same-origin" }],
  ["its own page in a browser that tells less", { origin: OWN }],
])("takes a request of %s", (_name, headers) => {
  expect(ask(headers as Record<string, string>)).not.toThrow();
});

test.each([
  ["nobody who says so", {}],
  ["another site", { origin: "https://evil.example" }],
  ["a page that hides where it is", { origin: "null" }],
  ["a sibling of its host", { origin: "https://other.example.com", "sec-fetch-site": "same-site" }],
  ["its own host without https", { origin: "http://perennial.example.com" }],
  ["its own host on another port", { origin: `${OWN}:8443` }],
  ["a host that begins alike", { origin: `${OWN}.evil.example` }],
  ["an origin that the browser contradicts", { origin: OWN, "sec-fetch-site": "cross-site" }],
  ["its own host, whatever Host says", { origin: "https://evil.example", host: "evil.example" }],
])("refuses a request of %s", (_name, headers) => {
  expect(ask(headers as Record<string, string>)).toThrow(expect.objectContaining({ code: "forbidden" }));
});
