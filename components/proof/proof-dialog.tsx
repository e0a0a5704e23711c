"use client";

import { useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import type { FactorWays } from "@/lib/domain/second-factor";
import type { ActionResult } from "@/lib/web/action-result";
import { postJson } from "./post-json";
import { type ProofAnswer, ProofForm } from "./proof-form";

/** The browser's own dialog: it keeps the focus inside, and gives it back to what was pressed. */
export function ProofDialog({ ways, done }: { ways: FactorWays; done: (proven: boolean) => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const proven = useRef(false);
  const [act] = useState(pressedText);
  useEffect(() => dialog.current?.showModal(), []);

  function finish(): void {
    proven.current = true;
    dialog.current?.close();
  }

  async function prove(_previous: ActionResult | null, form: FormData): Promise<ActionResult> {
    const answer = await postJson<ProofAnswer>("/api/proof", {
      password: form.get("password") ?? "",
      code: form.get("code") ?? "",
    });
    if (!answer.ok) return { tone: "bad", message: answer.message };
    if (answer.body.proven) finish();
    return answer.body.result;
  }

  return (
    <dialog
      ref={dialog}
      onClose={() => done(proven.current)}
      aria-labelledby="proof-title"
      aria-describedby="proof-text"
      className="card m-auto w-[min(400px,calc(100vw-32px))] px-6 py-6 text-ink backdrop:bg-black/50"
    >
      <h2 id="proof-title" className="text-title">
        Confirm that it is you
      </h2>
      <p id="proof-text" className="mt-1 mb-5 text-muted">
        {act === "" ? "This act" : <q className="font-medium text-ink">{act}</q>} is sensitive. Afterwards you are not
        asked again for ten minutes.
      </p>
      <ProofForm ways={ways} action={prove} onProven={finish} />
      <Button tone="quiet" onClick={() => dialog.current?.close()} className="mt-2.5 w-full">
        Cancel
      </Button>
    </dialog>
  );
}

/** What the button says that was pressed, or the one of the form that was sent by Enter; empty when there is none. */
function pressedText(): string {
  const focused = document.activeElement;
  const button = focused?.closest("button") ?? focused?.closest("form")?.querySelector("button[type=submit]");
  return (button?.getAttribute("aria-label") ?? button?.textContent ?? "").trim();
}
