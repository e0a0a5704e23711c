"use client";

import type { FormEvent, ReactNode } from "react";
import { Alert } from "./alert";
import { type ServerAction, useServerAction } from "./use-server-action";

/** A form with several buttons, of which the pressed one's value says what is meant. */
export function ChoiceForm({ action, children }: { action: ServerAction; children: ReactNode }) {
  const { formAction, run, result, pending } = useServerAction(action);

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const { submitter } = event.nativeEvent as SubmitEvent;
    if (!pending) run(new FormData(event.currentTarget, submitter));
  }

  return (
    <form action={formAction} onSubmit={submit}>
      {children}
      <div role="status">
        {result !== null && (
          <Alert tone={result.tone} className="mt-3">
            {result.message}
          </Alert>
        )}
      </div>
    </form>
  );
}
