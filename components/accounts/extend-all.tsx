import { ActionForm } from "@/components/ui/action-form";
import { Icon } from "@/components/ui/icon";
import { SubmitButton } from "@/components/ui/submit-button";
import type { ServerAction } from "@/components/ui/use-server-action";
import type { AccountQuery } from "@/lib/domain/account-query";

/** Starts a run over every account that the filter shows, on all pages. */
export function ExtendAll({ action, query }: { action: ServerAction; query: AccountQuery }) {
  return (
    <ActionForm action={action} className="max-md:w-full">
      <input type="hidden" name="q" value={query.search} />
      <input type="hidden" name="status" value={query.status ?? ""} />
      <input type="hidden" name="label" value={query.label ?? ""} />
      <SubmitButton size="small" className="max-md:w-full">
        <Icon name="refresh" />
        Extend all that can be
      </SubmitButton>
    </ActionForm>
  );
}
