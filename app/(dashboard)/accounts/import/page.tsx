import type { Metadata } from "next";
import { ImportForm } from "@/components/accounts/import-form";
import { ImportFormat } from "@/components/accounts/import-format";
import { Alert } from "@/components/ui/alert";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { PageHeader } from "@/components/ui/page-header";
import { mayDo } from "@/lib/domain/role";
import { pageContext } from "@/lib/web/page";
import { importTokens } from "../actions";

export const metadata: Metadata = { title: "Import tokens" };

export default async function ImportPage() {
  const ctx = await pageContext();
  const mayImport = mayDo(ctx.actor.role, "change_accounts");
  return (
    <>
      <Breadcrumb here="Import" />
      <PageHeader
        title="Import tokens"
        sub="For long-lived tokens that you already have: from Meta’s dashboard, an .env file or another tool."
      />
      <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_340px]">
        {mayImport ? (
          <ImportForm action={importTokens} />
        ) : (
          <Alert tone="calm">Managers and owners import tokens. Your role lets you look.</Alert>
        )}
        <ImportFormat />
      </div>
    </>
  );
}
