"use client";

import Link from "next/link";
import { Alert } from "@/components/ui/alert";
import { Field } from "@/components/ui/field";
import { SubmitButton } from "@/components/ui/submit-button";
import { type ServerAction, useServerAction } from "@/components/ui/use-server-action";
import { counted } from "@/lib/domain/date-text";

/** Deletes the tokens after their number was typed, so that no stray click can. */
export function DisconnectManyForm({ accountIds, action }: { accountIds: readonly string[]; action: ServerAction }) {
  const { formAction, onSubmit, result } = useServerAction(action);
  const error = result?.fieldErrors?.count;
  return (
    <section aria-labelledby="disconnect" className="card px-[18px] py-4">
      <h2 id="disconnect" className="font-semibold">
        What happens
      </h2>
      <p className="mt-0.5 mb-3 text-small text-muted">
        Destroys the tokens here; they cannot be brought back. The history stays, and the accounts can be connected
        again.
      </p>
      <form action={formAction} onSubmit={onSubmit} className="flex flex-col items-start gap-3">
        {accountIds.map((id) => (
          <input key={id} type="hidden" name="account" value={id} />
        ))}
        <Field
          id="count"
          name="count"
          label={`Type ${accountIds.length} to confirm`}
          error={error}
          defaultValue={result?.values?.count}
          inputMode="numeric"
          autoComplete="off"
          className="w-full [&_label]:text-small [&_label]:font-normal"
        />
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2.5">
          <SubmitButton size="small" tone="danger">
            Disconnect {counted(accountIds.length, "account")}
          </SubmitButton>
          <Link href="/accounts" prefetch={false} className="link text-small">
            Keep them
          </Link>
        </div>
        <div role="status" className="empty:absolute">
          {result !== null && result.message !== error && <Alert tone={result.tone}>{result.message}</Alert>}
        </div>
      </form>
    </section>
  );
}
