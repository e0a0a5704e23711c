import { expect, test } from "vitest";
import { isRise, mayDo, parseRole, ROLES, type Role, VERBS, type Verb } from "./role";

/** Written out, so that a change of the table is a change of this one too. */
const MATRIX: Record<Verb, readonly Role[]> = {
  change_profile: ["owner", "manager", "viewer"],
  see_accounts: ["owner", "manager", "viewer"],
  change_accounts: ["owner", "manager"],
  reveal_tokens: ["owner", "manager"],
  see_settings: ["owner", "manager", "viewer"],
  change_notices: ["owner", "manager"],
  see_team: ["owner", "manager", "viewer"],
  change_team: ["owner"],
  change_security: ["owner"],
  see_audit: ["owner"],
};

test.each(ROLES.flatMap((role) => VERBS.map((verb) => ({ role, verb }))))("$role, $verb", ({ role, verb }) => {
  expect(mayDo(role, verb)).toBe(MATRIX[verb].includes(role));
});

test.each([
  ["owner", "owner"],
  ["Owner", null],
  ["", null],
  ["__proto__", null],
  ["admin", null],
])("reads %j as %j", (text, role) => {
  expect(parseRole(text)).toBe(role);
});

test.each([
  ["viewer", "manager", true],
  ["manager", "owner", true],
  ["owner", "owner", false],
  ["owner", "viewer", false],
] as const)("from %s to %s is a rise: %s", (from, to, answer) => {
  expect(isRise(from, to)).toBe(answer);
});

test("whoever stands higher may do all that stands lower", () => {
  for (const verb of VERBS) {
    const allowed = ROLES.map((role) => mayDo(role, verb));
    expect(allowed, verb).toEqual([...allowed].sort((one, other) => Number(other) - Number(one)));
  }
});
