import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { AccountHead } from "@/components/accounts/account-head";
import { AccountTitle } from "@/components/accounts/account-title";
import { ConnectBanner } from "@/components/accounts/connect-banner";
import { ConnectButton } from "@/components/accounts/connect-button";
import { DisconnectForm } from "@/components/accounts/disconnect-form";
import { DisconnectedNote } from "@/components/accounts/disconnected-note";
import { HistoryList } from "@/components/accounts/history-list";
import { LabelForm } from "@/components/accounts/label-form";
import { TokenFacts } from "@/components/accounts/token-facts";
import { TokenOutlook } from "@/components/accounts/token-outlook";
import { BadgeCard } from "@/components/feeds/feed-card";
import { RevealCard } from "@/components/reveal/reveal-card";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { mayDo } from "@/lib/domain/role";
import { readAccount, readHistory } from "@/lib/services/read-account";
import { readFeedLink } from "@/lib/services/read-feed-link";
import { readConnectOutcome } from "@/lib/services/redeem-connect";
import { isRevealPossible } from "@/lib/services/reveal-switch";
import { pageContext, serverFacts } from "@/lib/web/page";
import { checkAccount, disconnectAccount, extendAccount, setAutoRenew, setLabel } from "../actions";
import { createBadgeLink, revokeBadgeLink } from "./actions";

const BADGE_ACTIONS = { create: createBadgeLink, revoke: revokeBadgeLink };

export const metadata: Metadata = { title: "Account" };

interface Props {
  params: Promise<{ accountId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function AccountPage({ params, searchParams }: Props) {
  const [{ accountId }, parameters, ctx] = await Promise.all([params, searchParams, pageContext()]);
  const page = historyPage(parameters.history);
  const flowId = typeof parameters.connect === "string" ? parameters.connect : null;
  const [account, history, badge, { instagramConfigured }, connected, revealPossible] = await Promise.all([
    readAccount(ctx, accountId),
    readHistory(ctx, { accountId, page }),
    readFeedLink(ctx, { kind: "badge", accountId }),
    serverFacts(),
    flowId === null ? null : readConnectOutcome(ctx, flowId),
    isRevealPossible(ctx),
  ]);
  if (account === null) notFound();
  const isConnected = account.disconnectedAt === null;
  const mayChange = mayDo(ctx.actor.role, "change_accounts");
  const historyLink = (to: number) => `/accounts/${accountId}${to > 1 ? `?history=${to}` : ""}#history`;
  return (
    <>
      <Breadcrumb here={`@${account.username}`} />
      {isConnected && mayChange ? (
        <AccountHead
          accountId={accountId}
          extend={extendAccount}
          check={checkAccount}
          extendRefusal={account.extendRefusal}
          extendFirst={account.action === "extend"}
          reconnect={
            <ConnectButton
              accountId={accountId}
              configured={instagramConfigured}
              tone={account.action === "reconnect" ? "primary" : "plain"}
            />
          }
        >
          <AccountTitle account={account} />
        </AccountHead>
      ) : (
        <div className="mb-5 flex flex-wrap items-end gap-x-3 gap-y-4">
          <AccountTitle account={account} />
          {mayChange && <ConnectButton configured={instagramConfigured} />}
        </div>
      )}
      {connected !== null && <ConnectBanner outcome={connected.outcome} />}
      {account.disconnectedAt !== null && <DisconnectedNote at={account.disconnectedAt} now={ctx.now} />}
      <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_340px]">
        <div className="grid min-w-0 gap-4">
          {isConnected && (
            <TokenOutlook account={account} now={ctx.now} setAutoRenew={mayChange ? setAutoRenew : null} />
          )}
          <HistoryList
            entries={history.entries}
            now={ctx.now}
            newer={page > 1 ? historyLink(page - 1) : null}
            older={history.hasMore ? historyLink(page + 1) : null}
          />
        </div>
        <div className="grid min-w-0 gap-4">
          <TokenFacts account={account} now={ctx.now} />
          {isConnected && revealPossible && mayDo(ctx.actor.role, "reveal_tokens") && (
            <RevealCard accountId={accountId} refusal={account.revealRefusal} />
          )}
          {mayChange && <LabelForm accountId={accountId} label={account.label} action={setLabel} />}
          {(isConnected || badge !== null) && (
            <BadgeCard accountId={accountId} link={badge} now={ctx.now} actions={mayChange ? BADGE_ACTIONS : null} />
          )}
          {isConnected && mayChange && (
            <DisconnectForm accountId={accountId} username={account.username} action={disconnectAccount} />
          )}
        </div>
      </div>
    </>
  );
}

function historyPage(parameter: string | string[] | undefined): number {
  return typeof parameter === "string" && /^\d{1,5}$/.test(parameter) ? Math.max(1, Number(parameter)) : 1;
}
