import { Timestamp } from "@/components/ui/timestamp";

interface Props {
  now: Date;
  receivedAt: Date;
  finishedAt: Date | null;
  outcome: "erased" | "nothing_stored" | null;
}

const OUTCOME_TEXT = {
  erased:
    "Everything that this server held of your Instagram account was erased: the access token, the profile, its history and every message about it.",
  nothing_stored:
    "This server held nothing of your Instagram account that the request speaks of, so there was nothing to erase.",
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
