import { expect, test } from "vitest";
import { type FailureKind, type InstagramFailure, verdictOf } from "./instagram-failure";

test.each<[FailureKind, ReturnType<typeof verdictOf>]>([
  ["transient", null],
  ["rate_limited", null],
  ["dead", "dead"],
  ["action_needed", "action_needed"],
  ["permission", "permission"],
  ["unexpected", null],
  ["setup", null],
  ["code", null],
])("a failure that is %s leaves the verdict %s", (kind, verdict) => {
  const failure: InstagramFailure = {
    kind,
    reason: "unexpected_answer",
    message: "",
    code: 190,
    subcode: null,
    status: 400,
    retryAfter: null,
  };
  expect(verdictOf(failure)).toBe(verdict);
});
