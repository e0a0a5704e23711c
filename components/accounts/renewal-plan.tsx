import { Timestamp } from "@/components/ui/timestamp";
import type { AccountDetail } from "@/lib/domain/account-view";
import { Fact } from "./fact";
import { isTroubled, RenewalWord } from "./renewal-word";

/** What happens by itself and when, and what ends the token if nothing does. */
export function RenewalPlan({ account, now }: { account: AccountDetail; now: Date }) {
  const { renewal, nextCheckAt, lastCheckedAt } = account;
  return (
    <dl className="mt-4 grid grid-cols-[96px_minmax(0,1fr)] gap-x-3 gap-y-2 border-t border-line pt-3.5 text-[13px] tabular-nums [&_b]:font-medium">
      <Fact name="Renewal">
        <RenewalWord text={renewal.text} troubled={isTroubled(renewal.state)} />
        {renewal.lead !== "" && <span className="text-muted"> · {renewal.lead}</span>}
        {renewal.at !== null && (
          <>
            {" "}
            <Timestamp at={renewal.at} now={now} show="near" />
          </>
        )}
      </Fact>
      {account.hasToken && (
        <Fact name="Due from">
          <Timestamp at={account.renewalDueAt} now={now} show="minute" />
        </Fact>
      )}
      <Fact name="Next attempt">
        <Coming at={account.nextAttemptAt} now={now} otherwise="never by itself" />
      </Fact>
      <Fact name="Breaks on">
        <BreaksOn account={account} now={now} />
      </Fact>
      <Fact name="Next check">
        <Coming at={nextCheckAt} now={now} otherwise="none" />
        {lastCheckedAt !== null && (
          <span className="block text-muted">
            last one <Timestamp at={lastCheckedAt} now={now} show="relative" />
          </span>
        )}
      </Fact>
    </dl>
  );
}

/** An instant to come; what is overdue happens with the scheduler's next run. */
function Coming({ at, now, otherwise }: { at: Date | null; now: Date; otherwise: string }) {
  if (at === null) return otherwise;
  if (at <= now) return "with the next run";
  return (
    <>
      <Timestamp at={at} now={now} show="minute" />
      <span className="text-muted">
        , <Timestamp at={at} now={now} show="relative" />
      </span>
    </>
  );
}

function BreaksOn({ account, now }: { account: AccountDetail; now: Date }) {
  const { status, expiresAt, renewal, problem } = account;
  if (status === "reconnect_needed" || status === "expired") return "broken already: only Reconnect helps";
  const isTakenCareOf = problem === null && (renewal.state === "on" || renewal.state === "too_young");
  if (isTakenCareOf) return "nothing breaks it while renewal is on";
  return <Coming at={expiresAt} now={now} otherwise="" />;
}
