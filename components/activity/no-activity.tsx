import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";

/** Before the first account is connected. */
export function NothingHappened() {
  return (
    <div className="card">
      <EmptyState
        icon="activity"
        title="Nothing has happened yet"
        text="Every connection, renewal, check and failure will be listed here, with who did it and Instagram’s own words."
      >
        <ButtonLink href="/accounts" prefetch={false}>
          Go to the accounts
        </ButtonLink>
      </EmptyState>
    </div>
  );
}

/** The filters, or the page, leave nothing over. */
export function NothingFound({ filtered }: { filtered: boolean }) {
  return (
    <div className="card">
      <EmptyState
        icon="search"
        title={filtered ? "No event matches" : "There are no older events"}
        text={filtered ? "Try another word or other days, or take the filters away." : "The newest are on page 1."}
      >
        <ButtonLink href="/activity" prefetch={false}>
          {filtered ? "Clear filters" : "Show the newest"}
        </ButtonLink>
      </EmptyState>
    </div>
  );
}
