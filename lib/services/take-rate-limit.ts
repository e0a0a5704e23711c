import "server-only";
import { createHmac } from "node:crypto";
import { countInWindow, deleteEndedWindows } from "@/lib/db/rate-limits";
import { AppError } from "@/lib/domain/app-error";
import { after, elapsed } from "@/lib/domain/durations";
import { RATE_LIMITS, type RateLimitName } from "@/lib/domain/rate-limit";
import { shortWaitText } from "@/lib/domain/wait-text";
import type { ServiceContext } from "./context";
import { networkOf } from "./network-address";

/**
 * Counts one request of `caller` in the database, so that the limit holds across processes and restarts.
 *
 * @param caller - a user id, an address or an e-mail; stored as a keyed hash only.
 * @returns until when `caller` must wait, or null when this one may go on.
 */
export async function takeRateLimit(ctx: ServiceContext, name: RateLimitName, caller: string): Promise<Date | null> {
  const { most } = RATE_LIMITS[name];
  const { count, windowEndsAt } = await countRequest(ctx, name, caller);
  if (count <= most) return null;
  if (count === most + 1) ctx.log.warn({ event: "rate_limited", limit: name }, "rate limited");
  return windowEndsAt;
}

/** As {@link takeRateLimit}; returns how many it was in the present window, and when that ends. */
export async function countRequest(
  ctx: ServiceContext,
  name: RateLimitName,
  caller: string,
): Promise<{ count: number; windowEndsAt: Date }> {
  const text = `${name}\n${networkOf(caller)}`;
  const key = `${name}:${createHmac("sha256", ctx.settings.secret).update(text).digest("base64url")}`;
  const windowEndsAt = after(ctx.now, RATE_LIMITS[name].window);
  const state = await countInWindow(ctx.db, { key, now: ctx.now, windowEndsAt });
  // Anybody may add rows here, so whoever adds one takes ended ones away.
  if (state.count === 1) await ctx.db.transaction((tx) => deleteEndedWindows(tx, ctx.now));
  return state;
}

/**
 * As {@link takeRateLimit}, for callers that have nothing else to say than to wait.
 *
 * @throws AppError `too_many_requests` with the time to wait in its sentence.
 */
export async function enforceRateLimit(ctx: ServiceContext, name: RateLimitName, caller: string): Promise<void> {
  const until = await takeRateLimit(ctx, name, caller);
  if (until !== null)
    throw new AppError(
      "too_many_requests",
      `That was too often. Try again in ${shortWaitText(elapsed(ctx.now, until))}.`,
    );
}
