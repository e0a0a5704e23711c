import { expect, test } from "vitest";
import { mayDo, type Role, type Verb } from "./role";

test.each<[Role, Verb, boolean]>([
  ["owner", "see_accounts", true],
  ["owner", "change_accounts", true],
  ["owner", "see_settings", true],
  ["manager", "see_accounts", true],
  ["manager", "change_accounts", true],
  ["manager", "see_settings", true],
  ["viewer", "see_accounts", true],
  ["viewer", "change_accounts", false],
  ["viewer", "see_settings", true],
])("%s, %s: %s", (role, verb, allowed) => {
  expect(mayDo(role, verb)).toBe(allowed);
});
