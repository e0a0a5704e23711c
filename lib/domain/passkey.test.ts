import { expect, test } from "vitest";
import { relyingParty } from "./passkey";

test.each([
  [
    "https://perennial.example.com",
    { kind: "ready", id: "perennial.example.com", origin: "https://perennial.example.com" },
  ],
  ["https://example.com:8443/base", { kind: "ready", id: "example.com", origin: "https://example.com:8443" }],
  ["http://localhost:3000", { kind: "ready", id: "localhost", origin: "http://localhost:3000" }],
  ["http://127.0.0.1:3000", { kind: "needs_domain" }],
  ["https://192.0.2.7", { kind: "needs_domain" }],
  ["https://[2001:db8::1]", { kind: "needs_domain" }],
  ["http://perennial.example.com", { kind: "needs_https" }],
])("knows who keeps passkeys for %s", (baseUrl, party) => {
  expect(relyingParty(baseUrl)).toEqual(party);
});
