import { expect, test } from "vitest";
import { readRetryAfter, readUsage } from "./usage";

const business = (...entries: object[]) => ({ "x-business-use-case-usage": JSON.stringify({ "17841": entries }) });
const instagram = (call_count: number, minutes = 0) => ({
  type: "instagram",
  call_count,
  total_cputime: 3,
  total_time: 4,
  estimated_time_to_regain_access: minutes,
});
const app = (call_count: number) => ({
  "x-app-usage": JSON.stringify({ call_count, total_time: 25, total_cputime: 25 }),
});

test.each<[string, Record<string, string>, number | null, number | null]>([
  ["no header", {}, null, null],
  ["the app's figures", app(28), 28, null],
  ["a figure other than the count is the highest", app(2), 25, null],
  ["the account's figures", business(instagram(97)), 97, null],
  ["minutes to wait", business(instagram(100, 7)), 100, 420_000],
  ["the longest of several waits", business(instagram(10, 2), instagram(10, 9)), 10, 540_000],
  ["another product", business({ ...instagram(99, 60), type: "messenger" }), null, null],
  ["both headers", { ...app(81), ...business(instagram(12)) }, 81, null],
  ["rubbish", { "x-app-usage": "<html>", "x-business-use-case-usage": "[]" }, null, null],
  ["a list of something else", { "x-business-use-case-usage": '{"a":[1,2]}' }, null, null],
])("%s", (_name, headers, usage, retryAfter) => {
  expect(readUsage(new Headers(headers))).toBe(usage);
  expect(readRetryAfter(new Headers(headers))).toBe(retryAfter);
});
