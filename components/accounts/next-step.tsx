import type { ReactNode } from "react";
import { Timestamp } from "@/components/ui/timestamp";
import type { AccountDetail } from "@/lib/domain/account-view";
import { counted } from "@/lib/domain/date-text";

/** What is so, and what happens or must be done next, in a sentence or two. */
export function NextStep({ account, now }: { account: AccountDetail; now: Date }): ReactNode {
  const { problem, suspicion, failing, renewal, extendRefusal, expiresAt, nextAttemptAt } = account;
  if (problem !== null) {
    return (
      <>
        <What>{problem.what}</What> {problem.next}
        {problem.at !== null && (
          <>
            {" "}
            Seen <Timestamp at={problem.at} now={now} show="relative" />.
          </>
        )}
      </>
    );
  }
  if (suspicion !== null) return <Suspicion suspicion={suspicion} now={now} />;
  if (failing !== null) {
    const tries =
      failing.attempts === 1 ? "The last try failed." : `${counted(failing.attempts, "try", "tries")} in a row failed.`;
    const isComing = nextAttemptAt !== null && nextAttemptAt > now;
    return (
      <>
        <What>
          Renewal is failing; the token works until <Timestamp at={expiresAt} now={now} show="minute" />.
        </What>{" "}
        {tries} {failing.what}{" "}
        {nextAttemptAt === null ? (
          failing.next
        ) : (
          <>
            Perennial tries again by itself{" "}
            {isComing ? <Timestamp at={nextAttemptAt} now={now} show="relative" /> : "with its next run"}.
          </>
        )}
      </>
    );
  }
  if (!account.autoRenew && extendRefusal === null) {
    return (
      <>
        <What>Renewal is switched off.</What> Press Extend before <Timestamp at={expiresAt} now={now} show="minute" />,
        or switch renewal on below.
      </>
    );
  }
  if (renewal.state === "on") {
    return (
      <>
        Nothing to do. Perennial renews the token by itself{" "}
        {renewal.at === null ? (
          "with its next run"
        ) : (
          <>
            on <Timestamp at={renewal.at} now={now} show="minute" />
          </>
        )}
        .
      </>
    );
  }
  if (renewal.state === "paused") {
    return (
      <>
        <What>Renewals pause for all accounts.</What> Nothing to do here: {renewal.lead}
        {renewal.at !== null && (
          <>
            {" "}
            <Timestamp at={renewal.at} now={now} show="minute" />
          </>
        )}
        .
      </>
    );
  }
  return extendRefusal;
}

function Suspicion({ suspicion, now }: { suspicion: NonNullable<AccountDetail["suspicion"]>; now: Date }) {
  const { what, at, lookAgainAt } = suspicion;
  const isComing = lookAgainAt !== null && lookAgainAt > now;
  return (
    <>
      <What>Instagram refuses this token.</What> {what} Such answers can be wrong, so Perennial looks again{" "}
      {isComing ? (
        <>
          at <Timestamp at={lookAgainAt} now={now} show="near" />
        </>
      ) : (
        "with its next run"
      )}{" "}
      before it believes it. First seen <Timestamp at={at} now={now} show="relative" />.
    </>
  );
}

function What({ children }: { children: ReactNode }) {
  return <strong className="font-medium text-ink">{children}</strong>;
}
