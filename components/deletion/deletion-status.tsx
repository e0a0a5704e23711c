import { Timestamp } from "@/components/ui/timestamp";
import type { DeletionOutcome } from "@/lib/domain/callback-rule";

interface Props {
  now: Date;
  receivedAt: Date;
  finishedAt: Date | null;
  outcome: DeletionOutcome | null;
}

const OUTCOME_TEXT: Record<DeletionOutcome, string> = {
  erased:
    "Everything that this server held of your Instagram account was erased: the access token, the profile, its history and every message about it.",
  granted_again:
    "Access to your Instagram account was granted again after you made this request, so this server has kept what it holds of it. If you want that erased, ask for the deletion once more where you asked for this one.",
  nothing_stored: "This server held nothing of your Instagram account, so there was nothing to erase.",
};

/** What became of a request to erase somebody's data, without a word on whose it was. */
export function DeletionStatus({ now, receivedAt, finishedAt, outcome }: Props) {
  return (
    <>
      <p className="mb-4">
        {outcome === null ? "Your request has arrived and is being carried out." : OUTCOME_TEXT[outcome]}
      </p>
      <dl className="grid grid-cols-[88px_minmax(0,1fr)] gap-x-3 gap-y-2 text-small">
        <dt className="text-muted">Received</dt>
        <dd>
          <Timestamp at={receivedAt} now={now} show="minute" />
        </dd>
        {finishedAt !== null && (
          <>
            <dt className="text-muted">Finished</dt>
            <dd>
              <Timestamp at={finishedAt} now={now} show="minute" />
            </dd>
          </>
        )}
      </dl>
      {outcome === "erased" && (
        <p className="mt-4 text-small text-muted">
          Back-ups that were made before may hold a sealed copy until they are thrown away. Messages that had been sent
          by then are where they were sent to.
        </p>
      )}
    </>
  );
}
