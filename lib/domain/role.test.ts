import { expect, test } from "vitest";
import { mayDo, parseRole, ROLES, type Role, VERBS, type Verb } from "./role";

/** Written out, so that a change of the table is a change of this one too. */
const MATRIX: Record<Verb, readonly Role[]> = {
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
