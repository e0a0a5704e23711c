import { afterEach, expect, vi } from "vitest";

const spies = (["error", "warn"] as const).map((level) => vi.spyOn(console, level));

// What nobody expected on the console is a defect.
afterEach(() => {
  const calls = spies.flatMap((spy) => spy.mock.calls);
  for (const spy of spies) spy.mockClear();
  expect(calls).toEqual([]);
});
