"use client";

import { Alert } from "@/components/ui/alert";
import { EmailField, NewPasswordField } from "@/components/ui/person-fields";
import { SubmitButton } from "@/components/ui/submit-button";
import { type ServerAction, useServerAction } from "@/components/ui/use-server-action";

/** Chooses the new password of whoever the link belongs to. `email`: for the browser's own list of passwords. */
export function ResetPasswordForm({ secret, email, action }: { secret: string; email: string; action: ServerAction }) {
  const { formAction, onSubmit, result } = useServerAction(action);
  return (
    <form action={formAction} onSubmit={onSubmit} className="grid gap-4">
      <input type="hidden" name="secret" value={secret} />
      <div role="alert" className="empty:absolute">
        {result !== null && <Alert tone={result.tone}>{result.message}</Alert>}
      </div>
      <EmailField readOnly defaultValue={email} />
      <NewPasswordField label="New password" error={result?.fieldErrors?.password} />
      <SubmitButton tone="primary" className="mt-1">
        Set password
      </SubmitButton>
    </form>
  );
}
