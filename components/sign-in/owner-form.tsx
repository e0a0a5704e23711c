"use client";

import { Alert } from "@/components/ui/alert";
import { Field } from "@/components/ui/field";
import { SubmitButton } from "@/components/ui/submit-button";
import { type ServerAction, useServerAction } from "@/components/ui/use-server-action";
import { PASSWORD_HINT, SHORTEST_PASSWORD } from "@/lib/domain/password-rule";

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
      <Field
        id="name"
        name="name"
        label="Your name"
        autoComplete="name"
        required
        maxLength={100}
        defaultValue={values.name}
        error={errors.name}
      />
      <Field
        id="email"
        name="email"
        type="email"
        label="E-mail"
        autoComplete="username"
        required
        maxLength={254}
        defaultValue={values.email}
        error={errors.email}
      />
      <Field
        id="password"
        name="password"
        type="password"
        label="Password"
        autoComplete="new-password"
        required
        minLength={SHORTEST_PASSWORD}
        hint={PASSWORD_HINT}
        error={errors.password}
      />
      <SubmitButton tone="primary" className="mt-1">
        Create owner account
      </SubmitButton>
    </form>
  );
}
