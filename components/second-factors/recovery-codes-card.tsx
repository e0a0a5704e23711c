"use client";

import { Alert } from "@/components/ui/alert";
import { Card } from "@/components/ui/card";
import { SubmitButton } from "@/components/ui/submit-button";
import { type ServerAction, useServerAction } from "@/components/ui/use-server-action";
import { counted } from "@/lib/domain/date-text";
import { NewCodes } from "./new-codes";

const FEW = 3;

/** How many recovery codes are left, and new ones. */
export function RecoveryCodesCard({ left, make }: { left: number; make: ServerAction }) {
  const { formAction, onSubmit, result } = useServerAction(make);
  return (
    <Card title="Recovery codes" id="recovery-codes">
      <p className="text-muted">
        {counted(left, "code")} left. Each stands in once for your authenticator app or passkey. New ones replace all
        that you have.
      </p>
      {left <= FEW && (
        <Alert tone="warning" className="mt-3">
          {left === 0 ? "You have none left: without your app or passkey you are locked out. " : "Few are left. "}
          Make new ones.
        </Alert>
      )}
      <div role="status" className="mt-3 empty:hidden">
        {result !== null && result.secret === undefined && <Alert tone={result.tone}>{result.message}</Alert>}
      </div>
      {result?.secret !== undefined && <NewCodes text={result.secret} />}
      <form action={formAction} onSubmit={onSubmit} className="mt-3">
        <SubmitButton>Make new codes</SubmitButton>
      </form>
    </Card>
  );
}
