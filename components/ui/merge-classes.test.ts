import { expect, test } from "vitest";
import { mergeClasses } from "./merge-classes";

test.each([
  [["px-2", "px-4"], "px-4"],
  [["text-muted", "text-small"], "text-muted text-small"],
  [["text-body", "text-title"], "text-title"],
  [["rounded-card", "rounded-control"], "rounded-control"],
  [["card", false, undefined, "mb-4"], "card mb-4"],
])("%j becomes “%s”", (classes, merged) => {
  expect(mergeClasses(...classes)).toBe(merged);
});
