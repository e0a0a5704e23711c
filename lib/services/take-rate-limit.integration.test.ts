import { expect, it } from "vitest";
import { after, HOUR, SECOND } from "@/lib/domain/durations";
import { RATE_LIMITS } from "@/lib/domain/rate-limit";
import { onBothDatabases } from "@/lib/test/harness";
import { enforceRateLimit, takeRateLimit } from "./take-rate-limit";

const { most } = RATE_LIMITS.reset_request_address;

onBothDatabases("rate limits", (harness) => {
  const take = (caller: string) => takeRateLimit(harness().context(), "reset_request_address", caller);

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

  it("counts all addresses of one IPv6 network together, and IPv4 in either form", async () => {
    for (let count = 1; count <= most; count += 1) expect(await take(`2001:db8:1:2::${count}`)).toBeNull();
    expect(await take("2001:db8:1:2:ffff::7")).not.toBeNull();
    expect(await take("2001:db8:1:3::1")).toBeNull();
    for (let count = 1; count <= most; count += 1) await take("192.0.2.1");
    expect(await take("::ffff:192.0.2.1")).not.toBeNull();
  });

  it("takes ended windows away whenever a new one begins, some at a time, and no other", async () => {
    const { db } = harness();
    const now = harness().adapters.clock();
    const row = (key: string, windowEndsAt: Date) => ({ key, windowStartedAt: now, windowEndsAt, count: 9 });
    const ended = Array.from({ length: 150 }, (_, index) => row(`ended ${index}`, now));
    await db.rateLimit.createMany({ data: [...ended, row("open", after(now, 1))] });
    await take("ada@example.com");
    expect(await db.rateLimit.count()).toBe(52);
    await take("ada@example.com");
    expect(await db.rateLimit.count()).toBe(52);
    await take("ben@example.com");
    expect(await db.rateLimit.findMany({ where: { key: { startsWith: "ended" } } })).toEqual([]);
    expect(await db.rateLimit.count({ where: { key: "open" } })).toBe(1);
  });

  it("survives any number of new callers who clean up at the same moment", async () => {
    const { db } = harness();
    const now = harness().adapters.clock();
    const ended = Array.from({ length: 500 }, (_, index) => ({
      ...{ key: `ended ${index}`, windowStartedAt: now, windowEndsAt: now, count: 1 },
    }));
    await db.rateLimit.createMany({ data: ended });
    const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => take(`caller ${index}`)));
    expect(answers).toEqual(answers.map(() => null));
  });

  it("says how long to wait", async () => {
    const enforce = () => enforceRateLimit(harness().context(), "reset_request_address", "ada@example.com");
    for (let count = 1; count <= most; count += 1) await enforce();
    await expect(enforce()).rejects.toMatchObject({
      code: "too_many_requests",
      message: expect.stringContaining("60 minutes"),
    });
    harness().simulator.simulator.advance({ ms: HOUR - 20 * SECOND });
    await expect(enforce()).rejects.toThrow("20 seconds");
  });
});
