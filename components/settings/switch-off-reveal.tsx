"use client";

import { Alert } from "@/components/ui/alert";
import { Field } from "@/components/ui/field";
import { SubmitButton } from "@/components/ui/submit-button";
import { type ServerAction, useServerAction } from "@/components/ui/use-server-action";
import { REVEAL_CONFIRMATION } from "@/lib/domain/reveal-rule";

/** Ends revealing after the words were typed, so that no stray click can. */
export function SwitchOffReveal({ action }: { action: ServerAction }) {
  const { formAction, onSubmit, result } = useServerAction(action);
  const error = result?.fieldErrors?.confirmation;
  return (
    <details className="mt-3">
      <summary className="link cursor-pointer font-medium">Switch it off for good</summary>
      <p className="mt-2 mb-3 text-small text-muted">
        This cannot be taken back in Perennial. Tokens keep working and are renewed; nobody can see them any more.
      </p>
      <form action={formAction} onSubmit={onSubmit} className="flex max-w-[360px] flex-col items-start gap-3">
        <Field
          id="confirmation"
          name="confirmation"
          label={`Type ${REVEAL_CONFIRMATION} to confirm`}
          error={error}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          className="w-full"
        />
        <SubmitButton size="small" tone="danger">
          Switch off for good
        </SubmitButton>
        <div role="status" className="empty:absolute">
          {result !== null && (error === undefined || result.message !== error) && (
            <Alert tone={result.tone}>{result.message}</Alert>
          )}
        </div>
      </form>
    </details>
  );
}
