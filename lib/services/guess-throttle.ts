import "server-only";
import { createHmac } from "node:crypto";
import { blockUntil, clearThrottles, countFailure, findThrottles } from "@/lib/db/sign-in-throttles";
import { after } from "@/lib/domain/durations";
import { blockAfter, blockedUntil, FREE_FAILURES, THROTTLE_MEMORY } from "@/lib/domain/sign-in-throttle";
import type { ServiceContext } from "./context";

/** The database never holds the e-mails and addresses that were tried. */
export function throttleKey(ctx: ServiceContext, kind: "address" | "email" | "proof", value: string): string {
  return `${kind}:${createHmac("sha256", ctx.settings.secret).update(`${kind}\n${value}`).digest("base64url")}`;
}

/**
 * Counts the attempt before it is looked at, so that many at once do not slip through together.
 *
 * @returns until when nothing is looked at, or null when this attempt may go on.
 */
export async function takeAttempt(ctx: ServiceContext, keys: readonly string[]): Promise<Date | null> {
  const known = await findThrottles(ctx.db, keys);
  const blocks = known.map((state) => blockedUntil(state, ctx.now)?.getTime() ?? 0);
  if (Math.max(0, ...blocks) > 0) return new Date(Math.max(...blocks));
  let overtaken: Date | null = null;
  for (const key of keys) {
    const failures = await countFailure(ctx.db, key, ctx.now, after(ctx.now, -THROTTLE_MEMORY));
    const block = blockAfter(failures, ctx.now);
    if (block === null) continue;
    await blockUntil(ctx.db, key, block);
    const before = known.find((state) => state.key === key)?.failures ?? 0;
    if (failures > FREE_FAILURES && before < FREE_FAILURES) overtaken = block;
  }
  return overtaken;
}

/** After a success: the attempts of before cost nothing any more. */
export function forgetAttempts(ctx: ServiceContext, keys: readonly string[]): Promise<void> {
  return clearThrottles(ctx.db, keys);
}
