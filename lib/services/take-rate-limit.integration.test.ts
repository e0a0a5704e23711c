import { expect, it } from "vitest";
import { after, HOUR, SECOND } from "@/lib/domain/durations";
import { RATE_LIMITS } from "@/lib/domain/rate-limit";
import { onBothDatabases } from "@/lib/test/harness";
import { enforceRateLimit, takeRateLimit } from "./take-rate-limit";

const { most } = RATE_LIMITS.reset_request_email;

onBothDatabases("rate limits", (harness) => {
  const take = (caller: string) => takeRateLimit(harness().context(), "reset_request_email", caller);

  it("lets as many through as the limit says, for each caller apart, until the window ends", async () => {
    const start = harness().adapters.clock();
    for (let count = 1; count <= most; count += 1) expect(await take("ada@example.com")).toBeNull();
    expect(await take("ada@example.com")).toEqual(after(start, HOUR));
    expect(await take("ben@example.com")).toBeNull();
    harness().simulator.simulator.advance({ ms: HOUR - 1 });
    expect(await take("ada@example.com")).not.toBeNull();
    harness().simulator.simulator.advance({ ms: 1 });
    expect(await take("ada@example.com")).toBeNull();
  });

  it("lets no more through when all come at the same moment", async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => take("ada@example.com")));
    expect(answers.filter((until) => until === null)).toHaveLength(most);
  });

  it("keeps nobody's address readable", async () => {
    await take("secret.person@example.com");
    expect(JSON.stringify(await harness().db.rateLimit.findMany())).not.toContain("secret.person");
  });

  it("says how long to wait", async () => {
    const enforce = () => enforceRateLimit(harness().context(), "reset_request_email", "ada@example.com");
    for (let count = 1; count <= most; count += 1) await enforce();
    await expect(enforce()).rejects.toMatchObject({
      code: "too_many_requests",
      message: expect.stringContaining("60 minutes"),
    });
    harness().simulator.simulator.advance({ ms: HOUR - 20 * SECOND });
    await expect(enforce()).rejects.toThrow("20 seconds");
  });
});
