import { expect, test } from "vitest";
import { DAY, HOUR, MINUTE } from "@/lib/domain/durations";
import { FAULT_KINDS } from "@/simulator/fault-kinds";
import { CLOCK_JUMP, LONGEST_DOWNTIME, LONGEST_OUTAGE, planDisturbances } from "./plan";

const YEARS = { accounts: 20, start: 0, end: 730 * DAY, trouble: 1 };

test("the same seed holds the same in store, another one something else", () => {
  const plan = planDisturbances({ ...YEARS, seed: "a" });
  expect(planDisturbances({ ...YEARS, seed: "a" })).toEqual(plan);
  expect(planDisturbances({ ...YEARS, seed: "b" })).not.toEqual(plan);
});

test.each(["a", "b", "c"])("seed %s keeps to its bounds and leaves nothing out", (seed) => {
  const plan = planDisturbances({ ...YEARS, seed });
  expect(new Set(plan.map(({ kind }) => kind)).size).toBe(8);
  const answers = plan.filter((one) => one.kind === "answers");
  expect(new Set(answers.map(({ fault }) => fault))).toEqual(new Set(FAULT_KINDS));
  for (const { at, until, kind } of plan) {
    expect(at).toBeGreaterThanOrEqual(0);
    expect(at).toBeLessThan(YEARS.end + 15 * DAY);
    expect(until - at).toBeLessThanOrEqual(kind === "downtime" ? LONGEST_DOWNTIME : LONGEST_OUTAGE);
  }
  const lengthsOf = (wanted: string) => plan.filter(({ kind }) => kind === wanted).map(({ at, until }) => until - at);
  expect(Math.max(...lengthsOf("downtime"))).toBeGreaterThan(5 * DAY);
  expect(Math.min(...lengthsOf("downtime"))).toBeLessThan(HOUR);
  expect(
    Math.max(...answers.filter(({ account }) => account === null).map(({ at, until }) => until - at)),
  ).toBeGreaterThan(10 * DAY);
  expect(Math.min(...answers.map(({ at, until }) => until - at))).toBeLessThan(10 * MINUTE);
  for (const jump of plan) if (jump.kind === "clock_jump") expect(Math.abs(jump.by)).toBe(CLOCK_JUMP);
});

test("more trouble is more trouble", () => {
  const ordinary = planDisturbances({ ...YEARS, seed: "a" }).length;
  expect(planDisturbances({ ...YEARS, seed: "a", trouble: 3 }).length).toBeGreaterThan(2 * ordinary);
});
