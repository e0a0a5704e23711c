import { expect, test } from "vitest";
import { after } from "./durations";
import { INVITATION_LIFE, invitationPath, invitationState, isInvitationSecret } from "./invitation";

const MADE = new Date("2026-11-30T09:00:00Z");
const facts = { expiresAt: after(MADE, INVITATION_LIFE), acceptedAt: null, revokedAt: null };

test.each([
  ["at once", MADE, {}, "open"],
  ["in its last millisecond", after(MADE, INVITATION_LIFE - 1), {}, "open"],
  ["after 72 hours", new Date("2026-12-03T09:00:00Z"), {}, "expired"],
  ["once used", MADE, { acceptedAt: MADE }, "used"],
  ["used and run out since", after(MADE, 2 * INVITATION_LIFE), { acceptedAt: MADE }, "used"],
  ["once revoked", MADE, { revokedAt: MADE }, "revoked"],
])("%s an invitation is as it should be", (_, now, change, state) => {
  expect(invitationState({ ...facts, ...change }, now)).toBe(state);
});

test.each([
  ["a".repeat(43), true],
  ["a".repeat(42), false],
  [`${"a".repeat(42)}=`, false],
  [`${"a".repeat(43)}\n`, false],
  ["", false],
])("%j could be a secret: %s", (text, answer) => {
  expect(isInvitationSecret(text)).toBe(answer);
});

test("the way in is an address of its own", () => {
  expect(invitationPath("abc")).toBe("/invite/abc");
});
