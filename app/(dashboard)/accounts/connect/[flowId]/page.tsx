import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { CompareSettings } from "@/components/accounts/compare-settings";
import { ConnectBanner } from "@/components/accounts/connect-banner";
import { ConnectButton } from "@/components/accounts/connect-button";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { ButtonLink } from "@/components/ui/button-link";
import { PageHeader } from "@/components/ui/page-header";
import { type ConnectOutcome, showsSettings } from "@/lib/domain/connect-outcome";
import { mayDo } from "@/lib/domain/role";
import { readConnectOutcome } from "@/lib/services/redeem-connect";
import { pageContext, serverFacts } from "@/lib/web/page";

export const metadata: Metadata = { title: "Connect" };

/** The address of answers that belong to no connection of this server. */
const UNKNOWN_FLOW = "unknown";

export default async function ConnectPage({ params }: { params: Promise<{ flowId: string }> }) {
  const [{ flowId }, ctx, facts] = await Promise.all([params, pageContext(), serverFacts()]);
  const flow = flowId === UNKNOWN_FLOW ? null : await readConnectOutcome(ctx, flowId);
  if (flow === null && flowId !== UNKNOWN_FLOW) notFound();
  const outcome: ConnectOutcome = flow?.outcome ?? { kind: "unknown_state" };
  const reconnects = outcome.kind === "account_gone" ? null : (flow?.reconnectAccountId ?? null);
  const mayChange = mayDo(ctx.actor.role, "change_accounts");
  const connectsToo = reconnects === null || outcome.kind === "wrong_account";
  return (
    <>
      <Breadcrumb here="Connect" />
      <PageHeader title={isSuccess(outcome) ? "Connected" : "Not connected"} />
      <ConnectBanner outcome={outcome} />
      <div className="mb-6 flex flex-wrap gap-2.5">
        {mayChange && reconnects !== null && (
          <ConnectButton accountId={reconnects} configured={facts.instagramConfigured} />
        )}
        {mayChange && connectsToo && (
          <ConnectButton configured={facts.instagramConfigured} tone={reconnects === null ? "primary" : "plain"} />
        )}
        <ButtonLink href="/accounts">Back to accounts</ButtonLink>
      </div>
      <InstagramsWords outcome={outcome} />
      {showsSettings(outcome) && <CompareSettings redirectUri={facts.redirectUri} />}
    </>
  );
}

function InstagramsWords({ outcome }: { outcome: ConnectOutcome }) {
  if (outcome.kind !== "failed" || (outcome.message === "" && outcome.code === null)) return null;
  return (
    <p className="mb-6 text-muted">
      Instagram: {outcome.message !== "" && <q className="text-ink">{outcome.message}</q>}
      {outcome.code !== null && ` (code ${outcome.code})`}
    </p>
  );
}

function isSuccess(outcome: ConnectOutcome): boolean {
  return outcome.kind === "connected" || outcome.kind === "reconnected";
}
