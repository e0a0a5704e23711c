import "server-only";
import { findAppCondition, pauseApp, slowApp } from "@/lib/db/instagram-app";
import { type AppCondition, pauseUntil, SLOW_FOR } from "@/lib/domain/app-condition";
import { formatDate } from "@/lib/domain/date-text";
import { after } from "@/lib/domain/durations";
import type { InstagramFailure } from "@/lib/domain/instagram-failure";
import type { Adapters, ServiceContext } from "./context";
import { recordEvent } from "./record-event";

/** Whose limits and faults they are. */
export function clientIdOf({ settings }: Pick<Adapters, "settings">): string {
  return settings.instagram.credentials?.clientId ?? "unset";
}

export function readAppCondition(ctx: Adapters): Promise<AppCondition> {
  return findAppCondition(ctx.db, clientIdOf(ctx));
}

/** Instagram says there were too many calls: every account of the app waits. */
export async function pauseCalls(ctx: ServiceContext, failure: InstagramFailure): Promise<void> {
  const condition = await readAppCondition(ctx);
  const pause = pauseUntil(condition, failure.retryAfter, ctx.now);
  const began = await ctx.db.transaction(async (tx) => {
    if (!(await pauseApp(tx, clientIdOf(ctx), ctx.now, pause))) return false;
    const detail = `No calls until ${formatDate(pause.until, "minute")}.`;
    await recordEvent(ctx, tx, { accountId: null, kind: "app_paused", tokenVersion: 0, failure, detail });
    return true;
  });
  if (began) ctx.log.warn({ event: "app_paused", until: pause.until, code: failure.code }, "too many calls");
}

/** Instagram's usage figures are high: calls go one at a time for a while. */
export async function slowCalls(ctx: Adapters, now: Date): Promise<void> {
  await slowApp(ctx.db, clientIdOf(ctx), after(now, SLOW_FOR));
}
