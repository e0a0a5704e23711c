"use client";

import { unstable_rethrow } from "next/navigation";
import { type FormEvent, useActionState, useState, useTransition } from "react";
import type { ActionResult } from "@/lib/web/action-result";

export type ServerAction = (previous: ActionResult | null, form: FormData) => Promise<ActionResult>;

const UNREACHABLE: ActionResult = {
  tone: "bad",
  message: "The server could not be reached. Check your connection, reload the page and look before you try again.",
};

/**
 * A form on a server action. `formAction` serves browsers without JavaScript; with it, `onSubmit` takes over,
 * keeps what was typed and turns a broken connection into a message instead of an error page.
 */
export function useServerAction(action: ServerAction) {
  const [withoutScript, formAction] = useActionState(action, null);
  const [result, setResult] = useState<ActionResult | null>(withoutScript);
  const [pending, startTransition] = useTransition();

  function run(form: FormData, finished?: () => void): void {
    startTransition(async () => {
      const answer = await action(null, form).catch((error: unknown) => {
        // A redirect travels as an error and must go on.
        unstable_rethrow(error);
        return UNREACHABLE;
      });
      startTransition(() => {
        setResult(answer);
        finished?.();
      });
    });
  }

  function onSubmit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    if (!pending) run(new FormData(event.currentTarget));
  }

  return { formAction, onSubmit, run, result, setResult, pending };
}
