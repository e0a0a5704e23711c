import Link from "next/link";
import { HistoryLine } from "@/components/accounts/history-line";
import type { EventKind, HistoryEntry } from "@/lib/domain/account-view";

interface ActivityEntry extends HistoryEntry {
  accountId: string | null;
  username: string | null;
}

/** What happened to all accounts, and to the app as a whole. */
export function ActivityList({ entries, now }: { entries: readonly ActivityEntry[]; now: Date }) {
  return (
    <ol aria-label="Events" className="card px-[18px] py-1">
      {entries.map((entry) => (
        <HistoryLine key={entry.id} entry={entry} now={now} subject={<Subject entry={entry} />} />
      ))}
    </ol>
  );
}

const OTHER_SUBJECTS: Partial<Record<EventKind, string>> = {
  scheduler_stopped: "Scheduler",
  data_deleted: "An erased account",
};

function Subject({ entry: { accountId, username, kind } }: { entry: ActivityEntry }) {
  const place = "block w-fit max-w-full truncate font-semibold sm:mr-2 sm:inline-block sm:align-bottom";
  if (accountId === null || username === null) {
    return <span className={place}>{OTHER_SUBJECTS[kind] ?? "Meta app"}</span>;
  }
  return (
    <Link href={`/accounts/${accountId}`} prefetch={false} dir="auto" className={`${place} hover:underline`}>
      {`@${username}`}
    </Link>
  );
}
