import "server-only";
import { findAccountsEndingAfter } from "@/lib/db/account-list";
import { findFeedLinkByHash } from "@/lib/db/feed-links";
import { CALENDAR_KEEPS, calendarEntries, MOST_CALENDAR_ACCOUNTS } from "@/lib/domain/calendar";
import { counted } from "@/lib/domain/date-text";
import { after } from "@/lib/domain/durations";
import { readAppCondition } from "./app-condition";
import type { ServiceContext } from "./context";
import { secretHash } from "./secret-hash";
import { writeCalendar } from "./write-calendar";

/** The calendar of all connected accounts for whoever knows its secret; null when the secret is unknown. */
export async function readCalendar(ctx: ServiceContext, secret: string): Promise<string | null> {
  const link = await findFeedLinkByHash(ctx.db, "calendar", secretHash(secret));
  if (link === null) return null;
  const [found, app] = await Promise.all([
    findAccountsEndingAfter(ctx.db, after(ctx.now, -CALENDAR_KEEPS), MOST_CALENDAR_ACCOUNTS + 1),
    readAppCondition(ctx),
  ]);
  const entries = found
    .slice(0, MOST_CALENDAR_ACCOUNTS)
    .flatMap((account) => calendarEntries(account, ctx.now, app))
    .map(({ accountId, ...entry }) => ({ ...entry, url: `${ctx.settings.baseUrl}/accounts/${accountId}` }));
  const description =
    found.length > MOST_CALENDAR_ACCOUNTS
      ? `When Instagram tokens end. There are more accounts: these are the ${counted(MOST_CALENDAR_ACCOUNTS, "account")} that end soonest.`
      : "When Instagram tokens end, and which of them need you.";
  return writeCalendar({ name: "Instagram tokens", description, entries }, ctx.now);
}
