"use client";

import { Alert } from "@/components/ui/alert";
import { EmailField, NameField, NewPasswordField } from "@/components/ui/person-fields";
import { SubmitButton } from "@/components/ui/submit-button";
import { type ServerAction, useServerAction } from "@/components/ui/use-server-action";

/** Makes a person of whoever was invited. `email` is fixed where the invitation names one. */
export function JoinForm({ secret, email, action }: { secret: string; email: string | null; action: ServerAction }) {
  const { formAction, onSubmit, result } = useServerAction(action);
  const errors = result?.fieldErrors ?? {};
  const values = result?.values ?? {};
  return (
    <form action={formAction} onSubmit={onSubmit} className="grid gap-4">
      <input type="hidden" name="secret" value={secret} />
      <div role="alert" className="empty:absolute">
        {result !== null && <Alert tone={result.tone}>{result.message}</Alert>}
      </div>
      <NameField defaultValue={values.name} error={errors.name} />
      <EmailField
        readOnly={email !== null}
        defaultValue={email ?? values.email}
        hint={email === null ? undefined : "The invitation is for this address."}
        error={errors.email}
      />
      <NewPasswordField error={errors.password} />
      <SubmitButton tone="primary" className="mt-1">
        Join
      </SubmitButton>
    </form>
  );
}
