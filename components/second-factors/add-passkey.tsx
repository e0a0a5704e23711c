"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { LONGEST_LINE } from "@/lib/domain/plain-line";
import type { ActionResult } from "@/lib/web/action-result";
import { makePasskey } from "./make-passkey";
import { NewCodes } from "./new-codes";

/** Names a new passkey and has the browser make it. Needs JavaScript, as passkeys do. */
export function AddPasskey() {
  const router = useRouter();
  const [pending, setPending] = useState(false);
  const [result, setResult] = useState<ActionResult | null>(null);

  async function add(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    if (pending) return;
    const form = event.currentTarget;
    setPending(true);
    setResult(null);
    const answer = await makePasskey(String(new FormData(form).get("name") ?? ""));
    setPending(false);
    setResult(answer);
    if (answer.tone !== "good") return;
    form.reset();
    router.refresh();
  }

  return (
    <>
      <form onSubmit={add} className="needs-script mt-3 grid max-w-xs gap-3">
        <Field
          id="passkey-name"
          name="name"
          label="Name of a new passkey"
          hint="Such as the device that will hold it."
          maxLength={LONGEST_LINE}
          dir="auto"
        />
        <div role="status" className="empty:absolute">
          {result !== null && <Alert tone={result.tone}>{result.message}</Alert>}
        </div>
        <div>
          <Button type="submit" tone="primary" aria-busy={pending || undefined} aria-disabled={pending || undefined}>
            Add passkey
          </Button>
        </div>
      </form>
      {result?.secret !== undefined && <NewCodes text={result.secret} />}
      <p className="without-script mt-3 text-muted">Adding a passkey needs JavaScript.</p>
    </>
  );
}
