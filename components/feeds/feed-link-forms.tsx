"use client";

import { ActionForm } from "@/components/ui/action-form";
import { Alert } from "@/components/ui/alert";
import { SubmitButton } from "@/components/ui/submit-button";
import { type ServerAction, useServerAction } from "@/components/ui/use-server-action";
import { SecretAddress } from "./secret-address";

/** Makes, replaces and revokes a secret address; shows it for the one time that it is known. */
export function FeedLinkForms({
  kind,
  exists,
  accountId,
  create,
  revoke,
}: {
  kind: "calendar" | "badge";
  exists: boolean;
  /** Of a badge. */
  accountId?: string;
  create: ServerAction;
  revoke: ServerAction;
}) {
  const { formAction, onSubmit, result } = useServerAction(create);
  const account = accountId !== undefined && <input type="hidden" name="accountId" value={accountId} />;
  // What was revoked since works no longer.
  const address = exists ? result?.secret : undefined;
  return (
    <>
      <div role="status" className="empty:hidden">
        {result !== null && (result.secret === undefined || exists) && (
          <Alert tone={result.tone} className="mb-3">
            {result.message}
          </Alert>
        )}
      </div>
      {address !== undefined && <SecretAddress kind={kind} address={address} />}
      <div className="flex flex-wrap items-start gap-2.5">
        <form action={formAction} onSubmit={onSubmit}>
          {account}
          <SubmitButton>{exists ? "Replace address" : "Create address"}</SubmitButton>
        </form>
        <ActionForm action={revoke} className="max-w-full">
          {account}
          {exists && <SubmitButton tone="danger">Revoke</SubmitButton>}
        </ActionForm>
      </div>
    </>
  );
}
