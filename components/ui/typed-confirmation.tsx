"use client";

import { Alert } from "./alert";
import { Field } from "./field";
import { SubmitButton } from "./submit-button";
import { type ServerAction, useServerAction } from "./use-server-action";

/** Does what cannot be taken back after some words were typed, so that no stray click can. */
export function TypedConfirmation({
  name,
  words,
  button,
  action,
  hidden = {},
}: {
  /** Of the field, and the problem that the action tells of it. */
  name: string;
  words: string;
  button: string;
  action: ServerAction;
  /** Further fields. */
  hidden?: Record<string, string>;
}) {
  const { formAction, onSubmit, result } = useServerAction(action);
  const error = result?.fieldErrors?.[name];
  return (
    <form action={formAction} onSubmit={onSubmit} className="flex flex-col items-start gap-3">
      {Object.entries(hidden).map(([field, value]) => (
        <input key={field} type="hidden" name={field} value={value} />
      ))}
      <Field
        id={name}
        name={name}
        label={`Type ${words} to confirm`}
        error={error}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        className="w-full [&_label]:break-words [&_label]:text-small [&_label]:font-normal"
      />
      <SubmitButton size="small" tone="danger">
        {button}
      </SubmitButton>
      <div role="status" className="empty:absolute">
        {result !== null && (error === undefined || result.message !== error) && (
          <Alert tone={result.tone}>{result.message}</Alert>
        )}
      </div>
    </form>
  );
}
