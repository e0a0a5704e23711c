import Link from "next/link";
import { Alert } from "@/components/ui/alert";
import type { BatchProgress } from "@/lib/domain/account-view";
import { counted } from "@/lib/domain/date-text";

/** Leads back to work that goes on without its tab. */
export function BatchBanner({ batch }: { batch: BatchProgress }) {
  return (
    <Alert
      tone="calm"
      className="mb-4"
      title={batch.kind === "extend" ? "Extending is under way." : "An import is under way."}
    >
      Started by <span dir="auto">{batch.startedByName}</span>; {counted(batch.remaining, "account")} to go of{" "}
      {batch.total.toLocaleString("en-US")}.{" "}
      <Link href={`/accounts/batches/${batch.id}`} className="link font-medium" prefetch={false}>
        See the progress
      </Link>
    </Alert>
  );
}
