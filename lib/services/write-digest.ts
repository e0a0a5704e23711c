import "server-only";
import { findAccounts } from "@/lib/db/account-list";
import { sumAccounts } from "@/lib/db/account-sums";
import { findChannels } from "@/lib/db/notice-channels";
import { insertNotices, isNoticeThere } from "@/lib/db/notices";
import { parseAccountQuery } from "@/lib/domain/account-query";
import { summarise } from "@/lib/domain/account-summary";
import { digestWeek } from "@/lib/domain/digest-rule";
import { digestLine, digestTotals } from "@/lib/domain/digest-text";
import type { DueNotice } from "@/lib/domain/notice";
import { tokenStatus } from "@/lib/domain/token-status";
import type { ServiceContext } from "./context";

/**
 * Writes the week's digest once, when it is due and some channel wants it: the figures, then the accounts that need a
 * person, then those that end within 14 days, most urgent first and as many as a list shows on one page.
 */
export async function writeDigest(ctx: ServiceContext): Promise<void> {
  const week = digestWeek(ctx.now);
  if (week === null) return;
  const key = `weekly_digest:${week}`;
  if (await isNoticeThere(ctx.db, key)) return;
  const channels = await findChannels(ctx.db);
  if (!channels.some(({ enabled, events }) => enabled && events.includes("weekly_digest"))) return;
  const summary = summarise(await sumAccounts(ctx.db, ctx.now), ctx.now);
  const urgent = await findAccounts(ctx.db, parseAccountQuery({ status: "attention" }), ctx.now);
  const ending = await findAccounts(ctx.db, parseAccountQuery({ status: "expiring_soon" }), ctx.now);
  const digest = (ownKey: string, accountId: string | null, detail: DueNotice["detail"]) => {
    return { key: ownKey, kind: "weekly_digest" as const, accountId, detail, at: ctx.now };
  };
  const lines = [...urgent, ...ending].map(({ id, username, label, ...account }) => {
    const expiresAt = account.expiresAt.toISOString();
    const words = digestLine(tokenStatus(account, ctx.now));
    return digest(`${key}:${id}`, id, { username, label, expiresAt, ...words });
  });
  await ctx.db.transaction(async (tx) => {
    // Of two processes that come here at once, the second one finds the key taken and writes nothing.
    if ((await insertNotices(tx, [digest(key, null, digestTotals(summary))])) === 1) await insertNotices(tx, lines);
  });
}
