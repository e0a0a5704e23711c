import { expect, it } from "vitest";
import { parseNoticeQuery } from "./notice-query";

const NOTHING = { add: null, edit: null, done: null, page: 1 };

it.each([
  [{}, {}],
  [{ add: "" }, { add: "choose" }],
  [{ add: "slack" }, { add: "slack" }],
  [{ add: ["teams", "email"] }, { add: "teams" }],
  [{ add: "pigeon" }, { add: "choose" }],
  [{ edit: "0198" }, { edit: "0198" }],
  [{ done: "added" }, { done: "added" }],
  [{ done: "<b>" }, {}],
  [{ page: "3" }, { page: 3 }],
  [{ page: "0" }, {}],
  [{ page: "-1" }, {}],
  [{ page: "1e9" }, {}],
])("reads %j", (parameters, expected) => {
  expect(parseNoticeQuery(parameters)).toEqual({ ...NOTHING, ...expected });
});
