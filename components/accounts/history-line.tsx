import { clsx } from "clsx";
import type { ReactNode } from "react";
import { Icon } from "@/components/ui/icon";
import { Timestamp } from "@/components/ui/timestamp";
import type { HistoryEntry } from "@/lib/domain/account-view";
import { codeText, EVENT_LOOKS, historyFacts } from "./history-text";

/** One event: what happened, who did it, and Instagram's own words. `subject` says to what, where that is not clear. */
export function HistoryLine({ entry, now, subject }: { entry: HistoryEntry; now: Date; subject?: ReactNode }) {
  const { text, by = "by", itself = "the server", icon, colour } = EVENT_LOOKS[entry.kind];
  const facts = historyFacts(entry);
  const code = codeText(entry);
  return (
    <li className="grid grid-cols-[20px_minmax(0,1fr)_auto] gap-x-3 border-b border-line py-2.5 last:border-0">
      <Icon name={icon} className={clsx("mt-0.5", colour)} />
      <div className="min-w-0 break-words">
        {subject}
        <span className="font-medium">{text}</span>{" "}
        <span className="text-muted">
          {by} <bdi>{entry.actorName ?? itself}</bdi>
        </span>
        {facts.length > 0 && (
          <p className="text-[13px] text-muted tabular-nums" dir="auto">
            {facts.join(" · ")}
          </p>
        )}
        {(entry.message !== null || code !== "") && (
          <p className="text-[13px] text-muted">
            Instagram: {entry.message !== null && <q className="text-ink">{entry.message}</q>}
            {code !== "" && ` (${code})`}
          </p>
        )}
      </div>
      <span className="text-small text-muted max-sm:col-start-2">
        <Timestamp at={entry.at} now={now} show="relative" />
      </span>
    </li>
  );
}
