"use client";

import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import type { Answer } from "@/components/proof/post-json";
import { postProven } from "@/components/proof/post-proven";
import { Alert } from "@/components/ui/alert";
import { RevealedToken } from "./revealed-token";

type TokenAnswer = Answer<{ token: string }>;

/** Asks for the token; where a fresh proof is missing, asks for that and then again. */
export function requestToken(accountId: string): Promise<TokenAnswer> {
  return postProven<{ token: string }>(`/accounts/${encodeURIComponent(accountId)}/token`);
}

type State =
  | { kind: "waiting" }
  | { kind: "told"; tone: "good" | "calm" | "bad"; text: string }
  | { kind: "shown"; token: string; note: string };

/** What a press of one of the two buttons came to. */
export function RevealPanel({
  how,
  answer,
  backTo,
}: {
  how: "show" | "copy";
  answer: Promise<TokenAnswer>;
  /** Gets the focus that would be lost with the token. */
  backTo: RefObject<HTMLElement | null>;
}) {
  const [state, setState] = useState<State>({ kind: "waiting" });
  const shown = useRef<HTMLDivElement>(null);
  const hide = useCallback(() => {
    if (shown.current?.contains(document.activeElement)) backTo.current?.focus();
    setState({ kind: "told", tone: "calm", text: "The token is hidden again." });
  }, [backTo]);
  useEffect(() => {
    let left = false;
    answer.then(async (result) => {
      if (left) return;
      const next = await stateAfter(how, result);
      if (!left) setState(next);
    });
    return () => {
      left = true;
    };
  }, [how, answer]);
  return (
    <>
      <div ref={shown}>{state.kind === "shown" && <RevealedToken token={state.token} hide={hide} />}</div>
      <div role="status" className="text-small text-muted">
        {state.kind === "waiting" && "Asking the server …"}
        {state.kind === "shown" && state.note}
        {state.kind === "told" && <Alert tone={state.tone}>{state.text}</Alert>}
      </div>
    </>
  );
}

async function stateAfter(how: "show" | "copy", answer: TokenAnswer): Promise<State> {
  if (!answer.ok) return { kind: "told", tone: answer.code === "proof_needed" ? "calm" : "bad", text: answer.message };
  const { token } = answer.body;
  if (how === "show") return { kind: "shown", token, note: "It is hidden again in 60 seconds." };
  try {
    await navigator.clipboard.writeText(token);
    return { kind: "told", tone: "good", text: "Copied. Paste it where it is needed, and then copy something else." };
  } catch {
    return { kind: "shown", token, note: "The browser did not let it be copied. Select it and copy by hand." };
  }
}
