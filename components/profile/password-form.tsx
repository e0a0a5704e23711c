"use client";

import { type FormEvent, useRef } from "react";
import { Alert } from "@/components/ui/alert";
import { Field } from "@/components/ui/field";
import { NewPasswordField } from "@/components/ui/person-fields";
import { SubmitButton } from "@/components/ui/submit-button";
import { type ServerAction, useServerAction } from "@/components/ui/use-server-action";

/** The old password, the new one, and what came of it. `email`: for the browser's own list of passwords. */
export function PasswordForm({ email, action }: { email: string; action: ServerAction }) {
  const form = useRef<HTMLFormElement>(null);
  const { formAction, run, result, pending } = useServerAction(action);
  const errors = result?.fieldErrors ?? {};

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    // Passwords are not left standing in the form, whatever came of them.
    if (!pending) run(new FormData(event.currentTarget), () => form.current?.reset());
  }

  return (
    <form ref={form} action={formAction} onSubmit={submit} className="grid max-w-md gap-4">
      <input type="text" name="username" autoComplete="username" defaultValue={email} readOnly hidden />
      <Field
        id="present"
        name="present"
        type="password"
        label="Current password"
        autoComplete="current-password"
        required
        error={errors.present}
      />
      <NewPasswordField id="next" label="New password" error={errors.next} />
      <div>
        <SubmitButton>Change password</SubmitButton>
        <div role="status">
          {result !== null && (
            <Alert tone={result.tone} className="mt-3">
              {result.message}
            </Alert>
          )}
        </div>
      </div>
    </form>
  );
}
