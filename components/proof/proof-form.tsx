"use client";

import { useState } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { SubmitButton } from "@/components/ui/submit-button";
import { type ServerAction, useServerAction } from "@/components/ui/use-server-action";
import type { FactorWays } from "@/lib/domain/second-factor";
import type { ActionResult } from "@/lib/web/action-result";
import { postJson } from "./post-json";
import { signWithPasskey } from "./sign-with-passkey";

export interface ProofAnswer {
  proven: boolean;
  result: ActionResult;
}

/** Asks who is in front of the browser: by password, code or passkey, whichever is at hand. */
export function ProofForm({
  ways,
  action,
  onProven,
  next,
}: {
  ways: FactorWays;
  action: ServerAction;
  /** What follows once a passkey has proved it; the other ways end in `action`. */
  onProven: () => void;
  /** The page to go back to, for forms that a browser without JavaScript sends. */
  next?: string;
}) {
  const { formAction, onSubmit, result, setResult } = useServerAction(action);
  const [asking, setAsking] = useState(false);

  async function usePasskey(): Promise<void> {
    if (asking) return;
    setAsking(true);
    setResult(null);
    const problem = await proveWithPasskey();
    setAsking(false);
    if (problem === null) onProven();
    else setResult(problem);
  }

  return (
    <form action={formAction} onSubmit={onSubmit} className="grid gap-4">
      {next !== undefined && <input type="hidden" name="next" value={next} />}
      <div role="alert" className="empty:absolute">
        {result !== null && <Alert tone={result.tone}>{result.message}</Alert>}
      </div>
      <Field
        id="proof-password"
        name="password"
        type="password"
        label="Password"
        autoComplete="current-password"
        maxLength={1000}
      />
      {ways.code && (
        <details>
          <summary className="link w-fit text-small text-muted">Use a code instead</summary>
          <Field
            id="proof-code"
            name="code"
            label="Code"
            hint={
              ways.authenticator
                ? "The six digits of your authenticator app, or a recovery code."
                : "One of your recovery codes."
            }
            autoComplete="one-time-code"
            autoCapitalize="characters"
            spellCheck={false}
            maxLength={40}
            className="mt-3"
          />
        </details>
      )}
      <div className="flex flex-wrap gap-2.5 *:flex-1">
        <SubmitButton tone="primary">Confirm</SubmitButton>
        {ways.passkey && (
          <Button
            onClick={usePasskey}
            aria-busy={asking || undefined}
            aria-disabled={asking || undefined}
            className="needs-script"
          >
            Use a passkey
          </Button>
        )}
      </div>
    </form>
  );
}

/** Null once it is proven. */
async function proveWithPasskey(): Promise<ActionResult | null> {
  const signed = await signWithPasskey("/api/passkeys/proof");
  if (!signed.ok) return { tone: "bad", message: signed.message };
  const { challengeId, response } = signed;
  const answer = await postJson<ProofAnswer>("/api/proof", { challengeId, response });
  if (!answer.ok) return { tone: "bad", message: answer.message };
  return answer.body.proven ? null : answer.body.result;
}
