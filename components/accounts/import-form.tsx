"use client";

import type { FormEvent } from "react";
import { Alert } from "@/components/ui/alert";
import { describedBy, Field, FieldNotes } from "@/components/ui/field";
import { SubmitButton } from "@/components/ui/submit-button";
import { type ServerAction, useServerAction } from "@/components/ui/use-server-action";
import { IMPORT_TOO_LARGE, LARGEST_IMPORT } from "@/lib/domain/import-outcome";

const HINT =
  "One token a line, or CSV whose first line names the columns. Blanks and quotes around a token do no harm.";

/** Tokens go to the server and never come back: the field is empty after an error without JavaScript too. */
export function ImportForm({ action }: { action: ServerAction }) {
  const { formAction, onSubmit, result, setResult } = useServerAction(action);
  const errors = result?.fieldErrors ?? {};

  /** The server refuses far larger bodies unread, and then nobody could say why. */
  function submit(event: FormEvent<HTMLFormElement>): void {
    const form = new FormData(event.currentTarget);
    const [file, pasted] = [form.get("file"), form.get("tokens")];
    const fileIsLarge = file instanceof File && file.size > LARGEST_IMPORT;
    if (!fileIsLarge && !(typeof pasted === "string" && pasted.length > LARGEST_IMPORT)) {
      onSubmit(event);
      return;
    }
    event.preventDefault();
    const fieldErrors = { [fileIsLarge ? "file" : "tokens"]: IMPORT_TOO_LARGE };
    setResult({ tone: "bad", message: IMPORT_TOO_LARGE, fieldErrors });
  }

  return (
    <form action={formAction} onSubmit={submit} className="card grid gap-4 px-[18px] py-4" autoComplete="off">
      <div role="status" className="empty:absolute">
        {result !== null && <Alert tone={result.tone}>{result.message}</Alert>}
      </div>
      <div>
        <label htmlFor="tokens" className="mb-1 block font-medium">
          Tokens
        </label>
        <textarea
          id="tokens"
          name="tokens"
          rows={8}
          className="input"
          placeholder={"IGAA…\nIGAA…"}
          spellCheck={false}
          autoCapitalize="none"
          autoComplete="off"
          aria-invalid={errors.tokens === undefined ? undefined : true}
          aria-describedby={describedBy("tokens", HINT, errors.tokens)}
        />
        <FieldNotes id="tokens" hint={HINT} error={errors.tokens} />
      </div>
      <Field
        id="file"
        name="file"
        type="file"
        accept=".csv,.txt,text/csv,text/plain"
        label="Or a CSV file"
        hint="Up to 2 MB."
        error={errors.file}
        className="[&_input]:h-auto [&_input]:py-1.5"
      />
      <div>
        <SubmitButton tone="primary">Import tokens</SubmitButton>
      </div>
    </form>
  );
}
