import { clsx } from "clsx";
import Link from "next/link";
import { Icon } from "@/components/ui/icon";
import { Timestamp } from "@/components/ui/timestamp";
import type { HistoryEntry } from "@/lib/domain/account-view";
import { codeText, EVENT_LOOKS, historyFacts } from "./history-text";

/** Everything that happened to the account, newest first: who, when, what, Instagram's own words. */
export function HistoryList({
  entries,
  now,
  newer,
  older,
}: {
  entries: readonly HistoryEntry[];
  now: Date;
  newer: string | null;
  older: string | null;
}) {
  return (
    <section id="history" aria-labelledby="history-title" className="card scroll-mt-4 px-[18px] pt-3.5 pb-1.5">
      <h2 id="history-title" className="font-semibold">
        History
      </h2>
      {entries.length === 0 ? (
        <p className="py-3 text-muted">Nothing has happened yet.</p>
      ) : (
        <ol>
          {entries.map((entry) => (
            <Entry key={entry.id} entry={entry} now={now} />
          ))}
        </ol>
      )}
      {(newer !== null || older !== null) && (
        <nav aria-label="History pages" className="flex justify-between border-t border-line py-2.5">
          {newer === null ? <span /> : <PageLink href={newer}>Newer</PageLink>}
          {older !== null && <PageLink href={older}>Older</PageLink>}
        </nav>
      )}
    </section>
  );
}

function PageLink({ href, children }: { href: string; children: string }) {
  return (
    <Link href={href} prefetch={false} className="link py-1 font-medium max-md:py-3">
      {children}
    </Link>
  );
}

function Entry({ entry, now }: { entry: HistoryEntry; now: Date }) {
  const { text, by = "by", icon, colour } = EVENT_LOOKS[entry.kind];
  const facts = historyFacts(entry);
  const code = codeText(entry);
  return (
    <li className="grid grid-cols-[20px_minmax(0,1fr)_auto] gap-x-3 border-b border-line py-2.5 last:border-0">
      <Icon name={icon} className={clsx("mt-0.5", colour)} />
      <div className="min-w-0 break-words">
        <span className="font-medium">{text}</span>{" "}
        <span className="text-muted">
          {by} <bdi>{entry.actorName ?? "the server"}</bdi>
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
