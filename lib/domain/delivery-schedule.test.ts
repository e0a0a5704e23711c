import { describe, expect, it } from "vitest";
import { DELIVERY_WINDOW, nextDelivery } from "./delivery-schedule";
import { DAY, elapsed, HOUR, after as later, MINUTE } from "./durations";

const SINCE = new Date("2027-01-04T09:00:00Z");

describe("nextDelivery", () => {
  it.each([
    [1, MINUTE],
    [2, 5 * MINUTE],
    [3, 15 * MINUTE],
    [4, HOUR],
    [5, 3 * HOUR],
    [6, 6 * HOUR],
    [7, 6 * HOUR],
    [60, 6 * HOUR],
  ])("after attempt %i waits", (attempts, wait) => {
    expect(nextDelivery(attempts, SINCE, SINCE)).toEqual(later(SINCE, wait));
  });

  it.each([
    ["the end of the window is the last attempt", DAY - HOUR, DAY],
    ["a millisecond before the end there is one more", DAY - 1, DAY],
  ])("%s", (_name, now, expected) => {
    expect(nextDelivery(6, SINCE, later(SINCE, now))).toEqual(later(SINCE, expected));
  });

  it.each([DAY, DAY + 1, 30 * DAY])("gives up %i milliseconds after it was written", (now) => {
    expect(nextDelivery(1, SINCE, later(SINCE, now))).toBeNull();
  });

  it("tries ten times within a day when each attempt fails at once", () => {
    const waits: number[] = [];
    for (let now: Date | null = SINCE; now !== null; now = nextDelivery(waits.length, SINCE, now)) {
      waits.push(elapsed(SINCE, now) / MINUTE);
    }
    expect(waits).toEqual([0, 1, 6, 21, 81, 261, 621, 981, 1_341, DELIVERY_WINDOW / MINUTE]);
  });
});
