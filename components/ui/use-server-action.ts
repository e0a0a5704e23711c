"use client";

import { unstable_rethrow } from "next/navigation";
import { type FormEvent, useActionState, useState, useTransition } from "react";
import type { ActionResult } from "@/lib/web/action-result";

export type ServerAction = (previous: ActionResult | null, form: FormData) => Promise<ActionResult>;

const UNREACHABLE: ActionResult = {
  tone: "bad",
  message: "The server could not be reached. Check your connection, reload the page and look before you try again.",
};

function send(action: ServerAction, form: FormData): Promise<ActionResult> {
  return action(null, form).catch((error: unknown) => {
    // A redirect travels as an error and must go on.
    unstable_rethrow(error);
    return UNREACHABLE;
  });
}

/** Loaded when it is needed: few acts ask. */
function askForProof(): Promise<boolean> {
  return import("@/components/proof/ask-for-proof").then(
    (dialog) => dialog.askForProof(),
    () => false,
  );
}

/**
 * A form on a server action. `formAction` serves browsers without JavaScript; with it, `onSubmit` takes over,
 * keeps what was typed and turns a broken connection into a message instead of an error page. An act that needs a fresh
 * proof asks for it and is repeated by itself.
 */
export function useServerAction(action: ServerAction) {
  const [withoutScript, formAction] = useActionState(action, null);
  const [result, setResult] = useState<ActionResult | null>(withoutScript);
  const [pending, startTransition] = useTransition();

  function run(form: FormData, finished?: () => void, asked = false): void {
    function show(answer: ActionResult): void {
      setResult(answer);
      finished?.();
    }
    startTransition(async () => {
      const answer = await send(action, form);
      if (!answer.needsProof || asked) return startTransition(() => show(answer));
      // Not awaited: React shows no form's answer, the dialog's neither, while another form's transition lasts.
      askForProof().then((proven) => (proven ? run(form, finished, true) : show(answer)));
    });
  }

  function onSubmit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    if (!pending) run(new FormData(event.currentTarget));
  }

  return { formAction, onSubmit, run, result, setResult, pending };
}
