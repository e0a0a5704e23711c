"use client";

import { signIn } from "next-auth/react";
import { type FormEvent, useRef, useState } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { signInProblem } from "./sign-in-problem";

export function SignInForm({ next }: { next: string }) {
  const [problem, setProblem] = useState<string | null>(null);
  const [pending, setPending] = useState(false);
  const form = useRef<HTMLFormElement>(null);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (pending) return;
    setPending(true);
    setProblem(null);
    const typed = new FormData(event.currentTarget);
    const result = await signIn("credentials", {
      redirect: false,
      email: typed.get("email"),
      password: typed.get("password"),
    }).catch(() => undefined);
    if (result?.ok === true && !result.error) {
      // A whole new page, so that nothing of the signed-out state stays in memory.
      window.location.assign(next);
      return;
    }
    setPending(false);
    setProblem(
      result === undefined
        ? "The server could not be reached. Check your connection."
        : signInProblem(result.status, result.error),
    );
    form.current?.querySelector<HTMLInputElement>("#password")?.focus();
  }

  return (
    <form ref={form} method="post" onSubmit={submit} className="grid gap-4">
      <div role="alert" className="empty:absolute">
        {problem !== null && <Alert tone="bad">{problem}</Alert>}
      </div>
      <Field id="email" name="email" type="email" label="E-mail" autoComplete="username" required maxLength={200} />
      <Field id="password" name="password" type="password" label="Password" autoComplete="current-password" required />
      <Button
        type="submit"
        tone="primary"
        aria-busy={pending || undefined}
        aria-disabled={pending || undefined}
        className="mt-1"
      >
        Sign in
      </Button>
      <p className="without-script text-small text-muted">Signing in needs JavaScript.</p>
    </form>
  );
}
