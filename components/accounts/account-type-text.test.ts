import { expect, test } from "vitest";
import { accountTypeText } from "./account-type-text";

test.each([
  ["BUSINESS", "Business"],
  ["MEDIA_CREATOR", "Creator"],
  ["CREATOR", "Creator"],
  ["SOMETHING_NEW", "Something new"],
  ["", ""],
])("%s reads %s", (type, text) => {
  expect(accountTypeText(type)).toBe(text);
});
