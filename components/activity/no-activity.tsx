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
