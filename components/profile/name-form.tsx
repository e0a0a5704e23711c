import { ActionForm } from "@/components/ui/action-form";
import { SubmitButton } from "@/components/ui/submit-button";
import type { ServerAction } from "@/components/ui/use-server-action";
import { LONGEST_LINE } from "@/lib/domain/plain-line";

/** How colleagues and the history call the person. */
export function NameForm({ name, action }: { name: string; action: ServerAction }) {
  return (
    <ActionForm action={action} className="max-w-md">
      <label htmlFor="name" className="mb-1 block font-medium">
        Your name
      </label>
      <div className="flex gap-2">
        <input
          id="name"
          name="name"
          className="input"
          autoComplete="name"
          dir="auto"
          required
          maxLength={LONGEST_LINE}
          defaultValue={name}
          aria-describedby="name-hint"
        />
        <SubmitButton>Save</SubmitButton>
      </div>
      <p id="name-hint" className="mt-1 text-small text-muted">
        Colleagues see it beside what you do.
      </p>
    </ActionForm>
  );
}
