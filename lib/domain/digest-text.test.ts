import { expect, it } from "vitest";
import { digestLine, digestTotals } from "./digest-text";
import { TOKEN_STATUSES } from "./token-status";

const NONE = { active: 0, expiring_soon: 0, expired: 0, reconnect_needed: 0, action_needed: 0, permission_problem: 0 };

it.each([
  [{ total: 0, counts: NONE, attention: 0 }, "No account is connected.", "None of them needs you now."],
  [{ total: 1, counts: { ...NONE, expired: 1 }, attention: 1 }, "1 account: 1 expired.", "1 account needs you now."],
  [
    { total: 12_480, counts: { ...NONE, active: 12_447, expiring_soon: 31, action_needed: 2 }, attention: 2 },
    "12,480 accounts: 12,447 active, 31 expiring soon, 2 action needed.",
    "2 accounts need you now.",
  ],
])("sums up %j", (summary, what, next) => {
  expect(digestTotals(summary)).toEqual({ username: null, label: "", expiresAt: null, what, next });
});

it.each(TOKEN_STATUSES)("has words for %s", (status) => {
  expect(digestLine(status).what).toMatch(/^[A-Z].*\.$/);
  expect(digestLine(status).next).toMatch(/^[A-Z].*\.$/);
});
