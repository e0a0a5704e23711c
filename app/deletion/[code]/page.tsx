import type { Metadata } from "next";
import { DeletionStatus } from "@/components/deletion/deletion-status";
import { Entrance } from "@/components/shell/entrance";
import { readDeletionStatus } from "@/lib/services/read-deletion-status";
import { serverFacts, visitorContext } from "@/lib/web/page";

export const metadata: Metadata = {
  title: "Your deletion request",
  robots: { index: false, follow: false },
  referrer: "no-referrer",
};

/** Meta sends people here with their confirmation code. Open to everybody, and the same to look at whatever the code. */
export default async function DeletionPage({ params }: { params: Promise<{ code: string }> }) {
  const [{ code }, { ctx, address }, { simulator }] = await Promise.all([params, visitorContext(), serverFacts()]);
  const status = await readDeletionStatus(ctx, { code, address });
  return (
    <Entrance title="Your deletion request" text="What became of it on this server." simulator={simulator}>
      {status.kind === "known" && <DeletionStatus {...status} now={ctx.now} />}
      {status.kind === "unknown" && (
        <p>
          No request has this code. Compare the address with the one that Facebook or Instagram showed you; if it is the
          same, ask for the deletion once more there.
        </p>
      )}
      {status.kind === "too_often" && (
        <p role="status">This page was opened too often from where you are. Wait ten minutes and open it again.</p>
      )}
    </Entrance>
  );
}
