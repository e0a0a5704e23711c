"use client";

import { Alert } from "@/components/ui/alert";
import { BatchAnnouncer } from "./batch-announcer";
import { BatchLines } from "./batch-lines";
import { BatchNumbers } from "./batch-numbers";
import type { BatchSnapshot } from "./batch-snapshot";
import { useBatch } from "./use-batch";

/** A run while it works and its summary when it is done. The work itself happens on the server. */
export function BatchView({ batchId, initial }: { batchId: string; initial: BatchSnapshot }) {
  const { batch, lost } = useBatch(batchId, initial);
  const noun = batch.kind === "extend" ? "account" : "line";
  return (
    // While it works this page looks for itself, and nobody else draws it anew.
    <div className="grid gap-4" data-polling={batch.finished ? undefined : ""}>
      <section aria-label="Progress" className="card px-[18px] py-4">
        <BatchNumbers batch={batch} noun={noun} />
        <p className="mt-3 text-[13px] text-muted">
          {batch.finished
            ? "The run is finished."
            : "The work goes on by itself, also when you close this page. Come back any time."}
        </p>
        {!batch.finished && (
          <p className="without-script mt-2 text-[13px]">
            <a href={`/accounts/batches/${batchId}`} className="link font-medium">
              Look again
            </a>
          </p>
        )}
      </section>
      {lost && (
        <Alert tone="warning" live>
          The server does not answer at the moment. The work may well go on; this page keeps asking.
        </Alert>
      )}
      <BatchAnnouncer batch={batch} noun={noun} />
      <BatchLines batch={batch} />
    </div>
  );
}
