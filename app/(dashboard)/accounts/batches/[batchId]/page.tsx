import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { toSnapshot } from "@/components/batches/batch-snapshot";
import { BatchView } from "@/components/batches/batch-view";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { ButtonLink } from "@/components/ui/button-link";
import { PageHeader } from "@/components/ui/page-header";
import { Timestamp } from "@/components/ui/timestamp";
import { readBatch } from "@/lib/services/read-batch";
import { pageContext } from "@/lib/web/page";

export const metadata: Metadata = { title: "Progress" };

export default async function BatchPage({ params }: { params: Promise<{ batchId: string }> }) {
  const [{ batchId }, ctx] = await Promise.all([params, pageContext()]);
  const batch = await readBatch(ctx, batchId);
  if (batch === null) notFound();
  const { kind, createdAt, startedByName } = batch.progress;
  const title = kind === "extend" ? "Extend accounts" : "Import tokens";
  return (
    <>
      <Breadcrumb here={title} />
      <PageHeader
        title={title}
        sub={
          <>
            Started by <bdi>{startedByName}</bdi> <Timestamp at={createdAt} now={ctx.now} show="relative" />
          </>
        }
      >
        <ButtonLink href="/accounts">Back to accounts</ButtonLink>
      </PageHeader>
      <BatchView batchId={batchId} initial={toSnapshot(batch)} />
    </>
  );
}
