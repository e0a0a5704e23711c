import type { IconName } from "@/components/ui/icon-name";
import type { EventKind, HistoryEntry } from "@/lib/domain/account-view";
import { formatDate } from "@/lib/domain/date-text";

interface EventLook {
  text: string;
  /** Before the name of who did it or met it. */
  by?: string;
  /** Who did it where no person did; the server where left out. */
  itself?: string;
  icon: IconName;
  /** A text colour class. */
  colour: string;
}

export const EVENT_LOOKS: Record<EventKind, EventLook> = {
  connected: { text: "Connected", icon: "account", colour: "text-ok" },
  reconnected: { text: "Reconnected", icon: "account", colour: "text-ok" },
  imported: { text: "Imported", icon: "import", colour: "text-ok" },
  extended: { text: "Extended", icon: "refresh", colour: "text-ok" },
  extend_unchanged: { text: "Extended without gain", icon: "refresh", colour: "text-soon" },
  extend_failed: { text: "Extend failed", icon: "alert", colour: "text-soon" },
  token_restored: { text: "Previous token put back", icon: "alert", colour: "text-soon" },
  checked: { text: "Checked", icon: "check", colour: "text-ok" },
  check_failed: { text: "Check failed", icon: "alert", colour: "text-soon" },
  declared_dead: { text: "Token refused for good", by: "found by", icon: "unplug", colour: "text-bad" },
  account_changed: { text: "Answered as another account", by: "found by", icon: "shield", colour: "text-bad" },
  label_set: { text: "Label changed", icon: "tag", colour: "text-muted" },
  disconnected: { text: "Disconnected", icon: "unplug", colour: "text-muted" },
  access_withdrawn: { text: "Access withdrawn at Instagram", icon: "unplug", colour: "text-bad", itself: "Meta" },
  token_revealed: { text: "Token revealed", icon: "shield", colour: "text-soon" },
  data_deleted: { text: "All its data erased on request", icon: "shield", colour: "text-muted", itself: "Meta" },
  death_suspected: { text: "Token refused, to be looked at again", icon: "alert", colour: "text-soon" },
  recovered: { text: "Works again", icon: "check", colour: "text-ok" },
  profile_changed: { text: "Profile changed", icon: "account", colour: "text-muted" },
  auto_renew_on: { text: "Renewal switched on", icon: "refresh", colour: "text-muted" },
  auto_renew_off: { text: "Renewal switched off", icon: "refresh", colour: "text-soon" },
  app_paused: { text: "All renewals paused", icon: "alert", colour: "text-soon" },
  app_fault: { text: "Meta app in trouble", by: "found by", icon: "alert", colour: "text-bad" },
  app_recovered: { text: "Meta app works again", icon: "check", colour: "text-ok" },
  scheduler_stopped: { text: "Scheduler had stopped", by: "found by", icon: "alert", colour: "text-bad" },
};

/** The small print of an entry, one piece a fact. */
export function historyFacts(entry: HistoryEntry): string[] {
  const facts: string[] = [];
  if (entry.detail !== null) facts.push(entry.detail);
  const { expiresBefore, expiresAfter } = entry;
  if (expiresBefore !== null && expiresAfter !== null) {
    facts.push(`Expiry ${formatDate(expiresBefore)} → ${formatDate(expiresAfter)}`);
  } else if (expiresAfter !== null) facts.push(`Expires ${formatDate(expiresAfter)}`);
  if (entry.meaning !== null) facts.push(entry.meaning);
  if (entry.durationMillis !== null) facts.push(`${entry.durationMillis.toLocaleString("en-US")} ms`);
  return facts;
}

/** "code 190, subcode 460", or nothing. */
export function codeText(entry: Pick<HistoryEntry, "code" | "subcode">): string {
  if (entry.code === null) return "";
  return entry.subcode === null ? `code ${entry.code}` : `code ${entry.code}, subcode ${entry.subcode}`;
}
