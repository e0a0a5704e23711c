import { expect, test } from "vitest";
import { after } from "./durations";
import { revealRefusal, revealSentence } from "./reveal-rule";

const NOW = new Date("2026-11-30T09:00:00.000Z");
const ALIVE = { disconnectedAt: null, verdict: null, expiresAt: after(NOW, 1) };

test.each([
  ["nothing", null, "not_found"],
  ["a living token", ALIVE, null],
  ["one that needs its owner on Instagram", { ...ALIVE, verdict: "action_needed" as const }, null],
  ["a dead one", { ...ALIVE, verdict: "dead" as const }, "dead"],
  ["one that ends at this instant", { ...ALIVE, expiresAt: NOW }, "expired"],
  [
    "a disconnected account, whatever else",
    { disconnectedAt: NOW, verdict: "dead" as const, expiresAt: NOW },
    "disconnected",
  ],
])("%s", (_name, account, refusal) => {
  expect(revealRefusal(account, NOW)).toBe(refusal);
});

test.each(["not_found", "disconnected", "dead", "expired", "switched_off"] as const)(
  "%s has its own sentence",
  (refusal) => {
    expect(revealSentence(refusal)).toMatch(/^[A-Z].*\.$/);
  },
);
