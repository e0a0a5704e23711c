"use client";

import Link from "next/link";
import { Alert } from "@/components/ui/alert";
import { EmailField } from "@/components/ui/person-fields";
import { SubmitButton } from "@/components/ui/submit-button";
import { type ServerAction, useServerAction } from "@/components/ui/use-server-action";

/** Asks for a link to a new password. */
export function ForgotPasswordForm({ action }: { action: ServerAction }) {
  const { formAction, onSubmit, result } = useServerAction(action);
  return (
    <form action={formAction} onSubmit={onSubmit} className="grid gap-4">
      <div role="status" className="empty:absolute">
        {result !== null && <Alert tone={result.tone}>{result.message}</Alert>}
      </div>
      <EmailField defaultValue={result?.values?.email} error={result?.fieldErrors?.email} />
      <SubmitButton tone="primary" className="mt-1">
        Send link
      </SubmitButton>
      <Link href="/sign-in" className="justify-self-start py-1 text-small underline">
        Back to sign-in
      </Link>
    </form>
  );
}
