import { clsx } from "clsx";
import Link from "next/link";
import { Icon } from "@/components/ui/icon";
import { Timestamp } from "@/components/ui/timestamp";
import { AUDIT_ACTIONS, type AuditEntry } from "@/lib/domain/audit-event";
import { accountIdOf, actorText, detailFacts, OUTCOME_LOOKS } from "./audit-text";

/** Who did what around accounts and secrets, newest first. */
export function AuditList({ entries, now }: { entries: readonly AuditEntry[]; now: Date }) {
  return (
    <ol aria-label="Events" className="card px-[18px] py-1">
      {entries.map((entry) => (
        <AuditLine key={entry.sequence} entry={entry} now={now} />
      ))}
    </ol>
  );
}

function AuditLine({ entry, now }: { entry: AuditEntry; now: Date }) {
  const { text, icon, colour } = OUTCOME_LOOKS[entry.outcome];
  const { name, from } = actorText(entry);
  const facts = detailFacts(entry.detail);
  const accountId = accountIdOf(entry);
  return (
    <li className="grid grid-cols-[20px_minmax(0,1fr)_auto] gap-x-3 border-b border-line py-2.5 last:border-0">
      <Icon name={icon} className={clsx("mt-0.5", colour)} />
      <div className="min-w-0 break-words">
        <span className="font-medium">{AUDIT_ACTIONS[entry.action] ?? entry.action}</span>{" "}
        <span className="text-muted">
          by <bdi>{name}</bdi>
          {from}
        </span>
        <span className={entry.outcome === "done" ? "sr-only" : clsx("ml-1.5 font-medium", colour)}>{text}</span>
        {accountId !== null && (
          <p>
            <Link href={`/accounts/${encodeURIComponent(accountId)}`} prefetch={false} className="link">
              Account {accountId}
            </Link>
          </p>
        )}
        {entry.subject !== null && entry.subject !== accountId && <p dir="auto">{entry.subject}</p>}
        {facts.length > 0 && (
          <p className="text-[13px] text-muted" dir="auto">
            {facts.join(" · ")}
          </p>
        )}
      </div>
      <span className="text-right text-small text-muted max-sm:col-start-2 max-sm:text-left">
        <Timestamp at={entry.at} now={now} show="minute" />
        <span className="block tabular-nums">Row {entry.sequence.toLocaleString("en-US")}</span>
      </span>
    </li>
  );
}
