"use client";

import { Alert } from "@/components/ui/alert";
import { Field } from "@/components/ui/field";
import { SubmitButton } from "@/components/ui/submit-button";
import { type ServerAction, useServerAction } from "@/components/ui/use-server-action";
import { PASSWORD_HINT, SHORTEST_PASSWORD } from "@/lib/domain/password-rule";

/** Chooses the new password of whoever the link belongs to. `email`: for the browser's own list of passwords. */
export function ResetPasswordForm({ secret, email, action }: { secret: string; email: string; action: ServerAction }) {
  const { formAction, onSubmit, result } = useServerAction(action);
  return (
    <form action={formAction} onSubmit={onSubmit} className="grid gap-4">
      <input type="hidden" name="secret" value={secret} />
      <div role="alert" className="empty:absolute">
        {result !== null && <Alert tone={result.tone}>{result.message}</Alert>}
      </div>
      <Field
        id="email"
        name="email"
        type="email"
        label="E-mail"
        autoComplete="username"
        readOnly
        defaultValue={email}
      />
      <Field
        id="password"
        name="password"
        type="password"
        label="New password"
        autoComplete="new-password"
        required
        minLength={SHORTEST_PASSWORD}
        hint={PASSWORD_HINT}
        error={result?.fieldErrors?.password}
      />
      <SubmitButton tone="primary" className="mt-1">
        Set password
      </SubmitButton>
    </form>
  );
}
