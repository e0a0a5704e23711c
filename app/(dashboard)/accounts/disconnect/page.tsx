import type { Metadata, Route } from "next";
import { redirect } from "next/navigation";
import { ChosenAccounts } from "@/components/accounts/chosen-accounts";
import { DisconnectManyForm } from "@/components/accounts/disconnect-many-form";
import { Alert } from "@/components/ui/alert";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { mayDo } from "@/lib/domain/role";
import { listChosenAccounts } from "@/lib/services/list-chosen-accounts";
import { pageContext } from "@/lib/web/page";
import { disconnectAccounts } from "./actions";

export const metadata: Metadata = { title: "Disconnect accounts" };

export default async function DisconnectPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const [{ account = [], ...others }, ctx] = await Promise.all([searchParams, pageContext()]);
  const accountIds = [account].flat();
  // The list's form brings the hidden fields of its own action along.
  if (Object.keys(others).length > 0) redirect(cleanAddress(accountIds));
  return (
    <>
      <Breadcrumb here="Disconnect" />
      <PageHeader title="Disconnect accounts" />
      {mayDo(ctx.actor.role, "change_accounts") ? (
        <Choice accounts={await listChosenAccounts(ctx, { accountIds })} />
      ) : (
        <Alert tone="calm">Managers and owners disconnect accounts. Your role lets you look.</Alert>
      )}
    </>
  );
}

function cleanAddress(accountIds: readonly string[]): Route {
  const choice = new URLSearchParams(accountIds.map((id) => ["account", id]));
  return `/accounts/disconnect?${choice}` as Route;
}

function Choice({ accounts }: { accounts: Awaited<ReturnType<typeof listChosenAccounts>> }) {
  if (accounts.length === 0) {
    return (
      <div className="card">
        <EmptyState
          icon="account"
          title="No account is selected"
          text="Select accounts in the list and press Disconnect there."
        >
          <ButtonLink href="/accounts">Back to accounts</ButtonLink>
        </EmptyState>
      </div>
    );
  }
  return (
    <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_340px]">
      <Card title="These accounts">
        <ChosenAccounts accounts={accounts} />
      </Card>
      <DisconnectManyForm accountIds={accounts.map(({ id }) => id)} action={disconnectAccounts} />
    </div>
  );
}
