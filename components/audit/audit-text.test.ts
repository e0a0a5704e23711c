import { expect, test } from "vitest";
import { actorText, detailFacts } from "./audit-text";

test.each([
  [{ actorName: "Ada", address: "192.0.2.1" }, "Ada from 192.0.2.1"],
  [{ actorName: null, address: "192.0.2.1" }, "somebody who was not signed in from 192.0.2.1"],
  [{ actorName: null, address: null }, "the server"],
  [{ actorName: "Ada", address: null }, "Ada"],
])("%o", (entry, text) => {
  const { name, from } = actorText(entry);
  expect(name + from).toBe(text);
});

test.each([
  ["{}", []],
  ['{"from":"viewer","to":"owner"}', ["from: viewer", "to: owner"]],
  ['{"byAccount":true,"kind":null,"person":""}', ["by account: yes"]],
  ['{"count":3,"nested":{"a":1}}', ["count: 3", 'nested: {"a":1}']],
  ["not json", ["not json"]],
  ["null", ["null"]],
])("%s", (detail, facts) => expect(detailFacts(detail)).toEqual(facts));
