import type { Metadata } from "next";
import { AccountFilters } from "@/components/accounts/account-filters";
import { AccountTable } from "@/components/accounts/account-table";
import { AppBanner } from "@/components/accounts/app-banner";
import { BatchBanner } from "@/components/accounts/batch-banner";
import { BreakingBanner } from "@/components/accounts/breaking-banner";
import { ConnectBanner } from "@/components/accounts/connect-banner";
import { ConnectButton } from "@/components/accounts/connect-button";
import { DisconnectedNotice } from "@/components/accounts/disconnected-notice";
import { ExtendAll } from "@/components/accounts/extend-all";
import { FilterChips } from "@/components/accounts/filter-chips";
import { NoAccounts, NothingFound } from "@/components/accounts/no-accounts";
import { Pagination } from "@/components/accounts/pagination";
import { RowActions } from "@/components/accounts/row-actions";
import { RunwayChart } from "@/components/accounts/runway-chart";
import { SelectionBar } from "@/components/accounts/selection-bar";
import { StatusCounts } from "@/components/accounts/status-counts";
import { ButtonLink } from "@/components/ui/button-link";
import { Icon } from "@/components/ui/icon";
import { PageHeader } from "@/components/ui/page-header";
import { parseAccountQuery } from "@/lib/domain/account-query";
import { mayDo } from "@/lib/domain/role";
import { listAccounts, readRenewalDays, readRunway } from "@/lib/services/list-accounts";
import { openBatches } from "@/lib/services/read-batch";
import { readConnectOutcome } from "@/lib/services/redeem-connect";
import { pageContext, serverFacts } from "@/lib/web/page";
import { checkAccount, extendAccount, extendAll, extendSelected } from "./actions";

export const metadata: Metadata = { title: "Accounts" };

export default async function AccountsPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const parameters = await searchParams;
  const ctx = await pageContext();
  const query = parseAccountQuery(parameters);
  const flowId = typeof parameters.connect === "string" ? parameters.connect : null;
  const [list, runway, renewals, batches, { instagramConfigured }, connected] = await Promise.all([
    listAccounts(ctx, query),
    readRunway(ctx),
    readRenewalDays(ctx),
    openBatches(ctx),
    serverFacts(),
    flowId === null ? null : readConnectOutcome(ctx, flowId),
  ]);
  const mayChange = mayDo(ctx.actor.role, "change_accounts");
  const table =
    list.rows.length > 0 ? (
      <AccountTable
        rows={list.rows}
        query={query}
        now={ctx.now}
        configured={instagramConfigured}
        mayChange={mayChange}
      />
    ) : (
      list.total > 0 && <NothingFound />
    );
  return (
    <>
      <PageHeader title="Accounts" sub={`${list.total.toLocaleString("en-US")} connected`}>
        {mayChange && list.total > 0 && (
          <>
            <ButtonLink href="/accounts/import" prefetch={false}>
              <Icon name="import" />
              Import
            </ButtonLink>
            <ConnectButton configured={instagramConfigured} />
          </>
        )}
      </PageHeader>
      {connected !== null && <ConnectBanner outcome={connected.outcome} />}
      <DisconnectedNotice parameters={parameters} />
      <AppBanner app={list.app} now={ctx.now} />
      {list.breaking.count > 0 && <BreakingBanner {...list.breaking} />}
      {batches.map((batch) => (
        <BatchBanner key={batch.id} batch={batch} />
      ))}
      {list.total === 0 ? (
        <NoAccounts configured={instagramConfigured} mayChange={mayChange} />
      ) : (
        <>
          <StatusCounts counts={list.counts} query={query} />
          <RunwayChart runway={runway} renewals={renewals} />
          <div className="mb-2 flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
            <FilterChips query={query} total={list.total} attention={list.attention} extendable={list.extendable} />
            {mayChange && <ExtendAll action={extendAll} query={query} />}
          </div>
          <AccountFilters query={query} labels={list.labels} />
        </>
      )}
      {mayChange ? (
        // Stays when the last row goes, so that what a press came to is still said.
        <RowActions extend={extendAccount} check={checkAccount} dock={<SelectionBar extendSelected={extendSelected} />}>
          {table}
        </RowActions>
      ) : (
        table
      )}
      {list.rows.length > 0 && (
        <Pagination query={query} page={list.page} pages={list.pages} matching={list.matching} />
      )}
    </>
  );
}
