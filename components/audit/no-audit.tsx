import { EmptyState } from "@/components/ui/empty-state";

/** Before anything was recorded. */
export function NothingRecorded() {
  return (
    <div className="card">
      <EmptyState
        icon="shield"
        title="Nothing is recorded yet"
        text="Every sign-in, change of a role or setting, export and look at a token will be listed here, with who did it and from where."
      />
    </div>
  );
}
