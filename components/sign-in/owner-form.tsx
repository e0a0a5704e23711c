"use client";

import { Alert } from "@/components/ui/alert";
import { EmailField, NameField, NewPasswordField } from "@/components/ui/person-fields";
import { SubmitButton } from "@/components/ui/submit-button";
import { type ServerAction, useServerAction } from "@/components/ui/use-server-action";

/** Creates the first person of a new installation. */
export function OwnerForm({ action }: { action: ServerAction }) {
  const { formAction, onSubmit, result } = useServerAction(action);
  const errors = result?.fieldErrors ?? {};
  const values = result?.values ?? {};
  return (
    <form action={formAction} onSubmit={onSubmit} className="grid gap-4">
      <div role="alert" className="empty:absolute">
        {result !== null && <Alert tone={result.tone}>{result.message}</Alert>}
      </div>
      <NameField defaultValue={values.name} error={errors.name} />
      <EmailField defaultValue={values.email} error={errors.email} />
      <NewPasswordField error={errors.password} />
      <SubmitButton tone="primary" className="mt-1">
        Create owner account
      </SubmitButton>
    </form>
  );
}
