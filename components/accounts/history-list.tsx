import Link from "next/link";
import type { HistoryEntry } from "@/lib/domain/account-view";
import { HistoryLine } from "./history-line";

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
            <HistoryLine key={entry.id} entry={entry} now={now} />
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
