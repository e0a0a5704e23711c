"use client";

import { Alert } from "@/components/ui/alert";
import { Field } from "@/components/ui/field";
import { SubmitButton } from "@/components/ui/submit-button";
import { type ServerAction, useServerAction } from "@/components/ui/use-server-action";

/** Deletes the token after the username was typed, so that no stray click can. */
export function DisconnectForm({
  accountId,
  username,
  action,
}: {
  accountId: string;
  username: string;
  action: ServerAction;
}) {
  const { formAction, onSubmit, result } = useServerAction(action);
  const error = result?.fieldErrors?.username;
  return (
    <section aria-labelledby="disconnect" className="card px-[18px] py-4">
      <h2 id="disconnect" className="font-semibold">
        Disconnect
      </h2>
      <p className="mt-0.5 mb-3 text-small text-muted">
        Destroys the token here; it cannot be brought back. The history stays, and the account can be connected again.
      </p>
      <form action={formAction} onSubmit={onSubmit} className="flex flex-col items-start gap-3">
        <input type="hidden" name="accountId" value={accountId} />
        <Field
          id="username"
          name="username"
          label={`Type ${username} to confirm`}
          error={error}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          className="w-full [&_label]:break-words [&_label]:text-small [&_label]:font-normal"
        />
        <SubmitButton size="small" tone="danger">
          Disconnect
        </SubmitButton>
        <div role="status" className="empty:absolute">
          {result !== null && (error === undefined || result.message !== error) && (
            <Alert tone={result.tone}>{result.message}</Alert>
          )}
        </div>
      </form>
    </section>
  );
}
