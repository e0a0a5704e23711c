import { ButtonLink } from "./button-link";
import { EmptyState } from "./empty-state";

/** The filters, or the page, leave nothing over. */
export function NothingFound({ path, filtered }: { path: "/activity" | "/settings/audit"; filtered: boolean }) {
  return (
    <div className="card">
      <EmptyState
        icon="search"
        title={filtered ? "No event matches" : "There are no older events"}
        text={filtered ? "Try another word or other days, or take the filters away." : "The newest are on page 1."}
      >
        <ButtonLink href={path} prefetch={false}>
          {filtered ? "Clear filters" : "Show the newest"}
        </ButtonLink>
      </EmptyState>
    </div>
  );
}
