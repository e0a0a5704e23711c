import { ActionForm } from "@/components/ui/action-form";
import { Field } from "@/components/ui/field";
import { SubmitButton } from "@/components/ui/submit-button";
import type { ServerAction } from "@/components/ui/use-server-action";
import { LONGEST_LINE } from "@/lib/domain/plain-line";

/** Renames and removes one passkey; works without JavaScript. */
export function PasskeyButtons({
  id,
  name,
  rename,
  remove,
}: {
  id: string;
  name: string;
  rename: ServerAction;
  remove: ServerAction;
}) {
  const of = <span className="sr-only"> {name}</span>;
  return (
    <div className="mt-2 flex flex-wrap items-start gap-2">
      <details className="max-w-full">
        <summary className="btn btn-small w-fit list-none [&::-webkit-details-marker]:hidden">Rename{of}</summary>
        <ActionForm action={rename} className="mt-2 grid w-64 max-w-full gap-2">
          <input type="hidden" name="passkey" value={id} />
          <Field
            id={`name-of-${id}`}
            name="name"
            label="New name"
            defaultValue={name}
            maxLength={LONGEST_LINE}
            dir="auto"
          />
          <SubmitButton size="small">Save name</SubmitButton>
        </ActionForm>
      </details>
      <details className="max-w-full">
        <summary className="btn btn-small w-fit list-none [&::-webkit-details-marker]:hidden">Remove{of}</summary>
        <ActionForm action={remove} className="mt-2 rounded-control border border-line bg-sunken px-3 py-2.5">
          <input type="hidden" name="passkey" value={id} />
          <p className="mb-2 text-muted">It will open nothing here any more. Delete it on your device too.</p>
          <SubmitButton size="small" tone="danger">
            Remove passkey
          </SubmitButton>
        </ActionForm>
      </details>
    </div>
  );
}
