import { expect, test } from "vitest";
import type { AuditAction } from "@/lib/domain/audit-event";
import { accountIdOf, actorText, detailFacts } from "./audit-text";

test.each([
  [{ actorName: "Ada", address: "192.0.2.1" }, "Ada from 192.0.2.1"],
  [{ actorName: null, address: "192.0.2.1" }, "somebody who was not signed in from 192.0.2.1"],
  [{ actorName: null, address: null }, "the server"],
  [{ actorName: "Ada", address: null }, "Ada"],
])("%o", (entry, text) => {
  const { name, from } = actorText({ action: "signed_in", ...entry });
  expect(name + from).toBe(text);
});

test("what Meta's signed calls do is Meta's doing", () => {
  const entry = { actorName: null, address: "192.0.2.1" };
  expect(actorText({ ...entry, action: "deauthorized" }).name).toBe("Meta");
  expect(actorText({ ...entry, action: "sign_in_failed" }).name).toBe("somebody who was not signed in");
});

test.each<[AuditAction, string | null, string, string | null]>([
  ["token_revealed", "id-1", "{}", "id-1"],
  ["accounts_disconnected", null, '{"accountId":"id-2","count":1}', "id-2"],
  ["feed_link_created", null, '{"accountId":null}', null],
  ["role_changed", "bo@example.com", '{"to":"owner"}', null],
])("%s %s %s is about the account %s", (action, subject, detail, id) => {
  expect(accountIdOf({ action, subject, detail })).toBe(id);
});

test.each([
  ["{}", []],
  [
    '{"sessions_ended":2,"method":"password_and_recovery_code"}',
    ["sessions ended: 2", "method: password and recovery code"],
  ],
  ['{"name":"Ada_L","text":"a_b c"}', ["name: Ada_L", "text: a_b c"]],
  ['{"from":"viewer","to":"owner"}', ["from: viewer", "to: owner"]],
  ['{"byAccount":true,"kind":null,"person":""}', ["by account: yes"]],
  ['{"count":3,"nested":{"a":1}}', ["count: 3", 'nested: {"a":1}']],
  ["not json", ["not json"]],
  ["null", ["null"]],
])("%s", (detail, facts) => expect(detailFacts(detail)).toEqual(facts));
