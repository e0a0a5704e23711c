import { ActionForm } from "@/components/ui/action-form";
import { SubmitButton } from "@/components/ui/submit-button";
import type { ServerAction } from "@/components/ui/use-server-action";
import { LabelField } from "./label-field";

/** A client's or project's name, to find and filter accounts by. */
export function LabelForm({ accountId, label, action }: { accountId: string; label: string; action: ServerAction }) {
  return (
    <section className="card px-[18px] py-4">
      <ActionForm action={action}>
        <input type="hidden" name="accountId" value={accountId} />
        <label htmlFor="label" className="font-semibold">
          Label
        </label>
        <p id="label-hint" className="mt-0.5 mb-2 text-small text-muted">
          A client or project, to find and filter by. Empty removes it.
        </p>
        <div className="flex gap-2">
          <LabelField label={label} />
          <SubmitButton>Save</SubmitButton>
        </div>
      </ActionForm>
    </section>
  );
}
