import { describe, expect, test } from "vitest";
import { batchSentence } from "./batch-sentence";
import { type BatchAnswer, toSnapshot } from "./batch-snapshot";

const answer: BatchAnswer = {
  progress: {
    id: "1",
    kind: "extend",
    startedByName: "Ada",
    total: 40,
    done: 10,
    failed: 1,
    skipped: 1,
    remaining: 28,
    finishedAt: null,
  },
  problems: [],
  lines: [],
};

describe("a run", () => {
  test("that goes on tells how far it is", () => {
    expect(batchSentence(toSnapshot(answer), "account")).toBe(
      "12 of 40 accounts: 10 done, 1 failed, 1 skipped, 28 remaining.",
    );
  });

  test("that is over tells what came of it", () => {
    const progress = { ...answer.progress, total: 12_480, done: 12_480, failed: 0, skipped: 0, remaining: 0 };
    const over = toSnapshot({ ...answer, progress: { ...progress, finishedAt: "2026-11-23T10:00:00.000Z" } });
    expect(batchSentence(over, "account")).toBe("Finished: of 12,480 accounts, 12,480 done, 0 failed, 0 skipped.");
  });

  test("of one line speaks of one", () => {
    const progress = { ...answer.progress, total: 1, done: 0, failed: 1, skipped: 0, remaining: 0 };
    expect(batchSentence(toSnapshot({ ...answer, progress }), "line")).toBe(
      "1 of 1 line: 0 done, 1 failed, 0 skipped, 0 remaining.",
    );
  });
});

describe("a snapshot", () => {
  test.each([
    [null, false],
    ["2026-11-23T10:00:00.000Z", true],
    [new Date("2026-11-23T10:00:00Z"), true],
  ])("finished at %s is finished: %s, from the page as from the API", (finishedAt, finished) => {
    expect(toSnapshot({ ...answer, progress: { ...answer.progress, finishedAt } }).finished).toBe(finished);
  });

  test("carries the lines and no more of the run than the screen needs", () => {
    const lines = [{ position: 0, subject: "north", accountId: "1", state: "done" as const, message: null }];
    expect(toSnapshot({ ...answer, problems: lines, lines })).toEqual({
      kind: "extend",
      total: 40,
      done: 10,
      failed: 1,
      skipped: 1,
      remaining: 28,
      finished: false,
      problems: lines,
      lines,
    });
  });
});
