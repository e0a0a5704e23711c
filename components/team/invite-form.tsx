"use client";

import { useEffect, useRef } from "react";
import { Alert } from "@/components/ui/alert";
import { CopyLine } from "@/components/ui/copy-line";
import { Field } from "@/components/ui/field";
import { SubmitButton } from "@/components/ui/submit-button";
import { type ServerAction, useServerAction } from "@/components/ui/use-server-action";
import { parseRole } from "@/lib/domain/role";
import { RoleSelect } from "./role-select";

/** Makes an invitation, and shows its link for the one time that it is known. */
export function InviteForm({ action, canSendMail }: { action: ServerAction; canSendMail: boolean }) {
  const { formAction, onSubmit, result } = useServerAction(action);
  const values = result?.values ?? {};
  const form = useRef<HTMLFormElement>(null);
  // Pressed again, what was typed would end the link that was just made.
  useEffect(() => {
    if (result?.tone === "good") form.current?.reset();
  }, [result]);
  return (
    <>
      <form ref={form} action={formAction} onSubmit={onSubmit} className="flex flex-wrap items-start gap-3">
        <Field
          id="invite-email"
          name="email"
          type="email"
          label="E-mail (optional)"
          autoComplete="off"
          maxLength={254}
          className="min-w-0 flex-1 basis-64"
          defaultValue={values.email}
          error={result?.fieldErrors?.email}
          hint={
            canSendMail
              ? "The link is sent there and works for this address only. Without one you copy the link."
              : "The link then works for this address only. No mail server is set, so you copy the link."
          }
        />
        <div className="max-sm:w-full">
          <label htmlFor="invite-role" className="mb-1 block font-medium">
            Role
          </label>
          <RoleSelect id="invite-role" value={parseRole(values.role ?? "") ?? "viewer"} />
        </div>
        <SubmitButton tone="primary" className="sm:mt-6 max-sm:w-full">
          Invite
        </SubmitButton>
      </form>
      <div role="status" className="empty:hidden">
        {result !== null && (
          <Alert tone={result.tone} className="mt-3">
            {result.message}
          </Alert>
        )}
      </div>
      {result?.secret !== undefined && (
        <div className="mt-3">
          <CopyLine text={result.secret} label="Copy the invitation link" />
        </div>
      )}
    </>
  );
}
