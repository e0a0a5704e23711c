"use client";

import { Alert } from "@/components/ui/alert";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { SubmitButton } from "@/components/ui/submit-button";
import { type ServerAction, useServerAction } from "@/components/ui/use-server-action";
import type { ActionResult } from "@/lib/web/action-result";
import { AuthenticatorSecret } from "./authenticator-secret";
import { NewCodes } from "./new-codes";

export interface AuthenticatorActions {
  start: ServerAction;
  confirm: ServerAction;
  remove: ServerAction;
}

/** Adds an authenticator app in two steps, and removes it. */
export function AuthenticatorCard({
  state,
  actions,
}: {
  /** `pending`: it was begun, here or elsewhere, and no code was typed yet. */
  state: "none" | "pending" | "on";
  actions: AuthenticatorActions;
}) {
  const starting = useServerAction(actions.start);
  const confirming = useServerAction(actions.confirm);
  const removing = useServerAction(actions.remove);
  const { secret, qr } = starting.result ?? {};
  const started = state === "pending" && secret !== undefined && qr !== undefined;
  const codes = state === "on" ? confirming.result?.secret : undefined;
  return (
    <Card title="Authenticator app" id="authenticator">
      <p className="text-muted">
        {state === "on"
          ? "After your password, the sign-in asks for the six digits that your app shows."
          : "An app on your phone, such as Google Authenticator, 1Password or Aegis, shows six digits that change every 30 seconds. The sign-in then asks for them after your password."}
      </p>
      <div role="status" className="mt-3 grid gap-3 empty:hidden">
        {secret === undefined && <Answer result={starting.result} />}
        {state !== "none" && <Answer result={confirming.result} />}
        {state === "none" || removing.result?.tone !== "good" ? <Answer result={removing.result} /> : null}
      </div>
      {started && <AuthenticatorSecret secret={secret} qr={qr} />}
      {state === "pending" && (
        <form action={confirming.formAction} onSubmit={confirming.onSubmit} className="mt-3 grid max-w-xs gap-3">
          <Field
            id="authenticator-code"
            name="code"
            label="Code that the app shows"
            hint={started ? undefined : "You have begun to add an app. If it is gone, start over below."}
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={20}
            required
          />
          <div>
            <SubmitButton tone="primary">Turn on</SubmitButton>
          </div>
        </form>
      )}
      {codes !== undefined && <NewCodes text={codes} />}
      {state === "on" ? (
        <details className="mt-3">
          <summary className="btn w-fit list-none [&::-webkit-details-marker]:hidden">Remove authenticator app</summary>
          <form
            action={removing.formAction}
            onSubmit={removing.onSubmit}
            className="mt-2 rounded-control border border-line bg-sunken px-3 py-2.5"
          >
            <p className="mb-2 text-muted">
              The sign-in will not ask for its digits any more. Its entry in the app is of no use then.
            </p>
            <SubmitButton size="small" tone="danger">
              Turn it off
            </SubmitButton>
          </form>
        </details>
      ) : (
        <form action={starting.formAction} onSubmit={starting.onSubmit} className="mt-3">
          <SubmitButton tone={state === "none" ? "primary" : "plain"}>
            {state === "none" ? "Add authenticator app" : "Start over"}
          </SubmitButton>
        </form>
      )}
    </Card>
  );
}

function Answer({ result }: { result: ActionResult | null }) {
  return result === null ? null : <Alert tone={result.tone}>{result.message}</Alert>;
}
