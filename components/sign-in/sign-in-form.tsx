"use client";

import { signIn } from "next-auth/react";
import { type FormEvent, lazy, Suspense, useRef, useState } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { EmailField } from "@/components/ui/person-fields";
import type { FactorWays } from "@/lib/domain/second-factor";
import { secondStep } from "./second-step";
import { signInProblem } from "./sign-in-problem";

const FactorStep = lazy(() => import("./factor-step").then(({ FactorStep }) => ({ default: FactorStep })));

type Pressed = "password" | "passkey";

/** E-mail and password, then whatever second factor the account asks for; or a passkey alone. */
export function SignInForm({
  next,
  passkeys,
}: {
  next: string;
  /** Whether browsers keep passkeys for this server. */
  passkeys: boolean;
}) {
  const [problem, setProblem] = useState<string | null>(null);
  const [pending, setPending] = useState<Pressed | null>(null);
  const [ways, setWays] = useState<FactorWays | null>(null);
  const form = useRef<HTMLFormElement>(null);

  async function attempt(pressed: Pressed, work: () => Promise<string | null>): Promise<void> {
    if (pending !== null) return;
    setPending(pressed);
    setProblem(null);
    const answer = await work();
    if (answer === null) {
      // A whole new page, so that nothing of the signed-out state stays in memory.
      window.location.assign(next);
      return;
    }
    setPending(null);
    if (answer !== "") setProblem(answer);
  }

  /** Null when it worked, "" when the second step follows. */
  async function sendForm(): Promise<string | null> {
    const typed = Object.fromEntries(new FormData(form.current ?? undefined));
    const result = await signIn("credentials", { ...typed, redirect: false }).catch(() => undefined);
    if (result?.ok === true && !result.error) return null;
    const asked = secondStep(result?.error);
    if (asked !== null) {
      setWays(asked);
      return "";
    }
    form.current?.querySelector<HTMLInputElement>(ways === null ? "#password" : "#code")?.focus();
    return result === undefined
      ? "The server could not be reached. Check your connection."
      : signInProblem(result.status, result.error);
  }

  async function usePasskey(): Promise<string | null> {
    const way = await import("./passkey-sign-in").catch(() => null);
    return way === null ? "The server could not be reached. Check your connection." : way.signInWithPasskey();
  }

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    attempt("password", sendForm);
  }

  return (
    <form ref={form} method="post" onSubmit={submit} className="grid gap-4">
      <div role="alert" className="empty:absolute">
        {problem !== null && <Alert tone="bad">{problem}</Alert>}
      </div>
      <div hidden={ways !== null} className="grid gap-4">
        <EmailField />
        <Field
          id="password"
          name="password"
          type="password"
          label="Password"
          autoComplete="current-password"
          required
        />
      </div>
      {ways !== null && (
        <Suspense>
          <FactorStep ways={ways} />
        </Suspense>
      )}
      {(ways === null || ways.code) && (
        <Button
          type="submit"
          tone="primary"
          aria-busy={pending === "password" || undefined}
          aria-disabled={pending !== null || undefined}
          className="mt-1"
        >
          Sign in
        </Button>
      )}
      {passkeys && (ways === null || ways.passkey) && (
        <Button
          onClick={() => attempt("passkey", usePasskey)}
          aria-busy={pending === "passkey" || undefined}
          aria-disabled={pending !== null || undefined}
          className="needs-script"
        >
          Use a passkey
        </Button>
      )}
      {ways !== null && (
        <Button tone="quiet" onClick={() => window.location.reload()}>
          Start over
        </Button>
      )}
      <p className="without-script text-small text-muted">Signing in needs JavaScript.</p>
    </form>
  );
}
