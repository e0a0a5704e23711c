import "server-only";
import { createHmac } from "node:crypto";
import {
  blockUntil,
  clearThrottles,
  countFailure,
  deleteForgottenThrottles,
  findThrottles,
} from "@/lib/db/sign-in-throttles";
import { after } from "@/lib/domain/durations";
import { blockAfter, blockedUntil, FREE_FAILURES, THROTTLE_MEMORY } from "@/lib/domain/sign-in-throttle";
import type { ServiceContext } from "./context";
import { networkOf } from "./network-address";

/** The database never holds the e-mails and addresses that were tried. */
export function throttleKey(
  ctx: ServiceContext,
  kind: "address" | "email" | "known_browser" | "proof",
  value: string,
): string {
  const text = `${kind}\n${networkOf(value)}`;
  return `${kind}:${createHmac("sha256", ctx.settings.secret).update(text).digest("base64url")}`;
}

/**
 * Where failures at `email` count. Those of browsers that the person has signed in with count together, and apart from all
 * others, so that no stranger keeps the person out; neither counter is more generous than the other.
 */
export function signInKeys(
  ctx: ServiceContext,
  email: string,
  { address, isKnown }: { address: string; isKnown: boolean },
) {
  if (isKnown) return [throttleKey(ctx, "known_browser", email)];
  return [throttleKey(ctx, "address", address), throttleKey(ctx, "email", email)];
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
    const { failures, block } = await countAndBlock(ctx, key);
    const before = known.find((state) => state.key === key)?.failures ?? 0;
    // Somebody was counted since the look above: their block holds for this attempt, too.
    if (failures > FREE_FAILURES && failures !== before + 1) overtaken = block;
  }
  return overtaken;
}

/** In one transaction, so that nobody sees the count without the block that follows from it. */
function countAndBlock(ctx: ServiceContext, key: string): Promise<{ failures: number; block: Date | null }> {
  return ctx.db.transaction(async (tx) => {
    const forgetBefore = after(ctx.now, -THROTTLE_MEMORY);
    const failures = await countFailure(tx, key, ctx.now, forgetBefore);
    // Anybody may add rows here, so whoever adds one takes old ones away.
    if (failures === 1) await deleteForgottenThrottles(tx, forgetBefore);
    const block = blockAfter(failures, ctx.now);
    if (block !== null) await blockUntil(tx, key, block);
    return { failures, block };
  });
}

/** After a success: the attempts of before cost nothing any more. */
export function forgetAttempts(ctx: ServiceContext, keys: readonly string[]): Promise<void> {
  return clearThrottles(ctx.db, keys);
}
