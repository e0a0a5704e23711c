"use client";

import { createContext, type FormEvent, type ReactNode, use, useState } from "react";
import { Alert } from "@/components/ui/alert";
import { Icon } from "@/components/ui/icon";
import { type ServerAction, useServerAction } from "@/components/ui/use-server-action";
import type { ActionResult } from "@/lib/web/action-result";

export const ROW_FORMS = { extend: "extend-one", check: "check-one" } as const;
export type RowVerb = keyof typeof ROW_FORMS;

interface Desk {
  /** Ids of the accounts whose button is at work. */
  busy: ReadonlySet<string>;
  explain: (sentence: string) => void;
}

const DeskContext = createContext<Desk>({ busy: new Set(), explain: () => {} });

export function useRowDesk(): Desk {
  return use(DeskContext);
}

/**
 * Two small forms serve the buttons of every row (`<button form value>`), which keeps fifty rows light and works
 * without JavaScript. What a press came to is read out and stands at the lower edge of the window.
 */
export function RowActions({
  extend,
  check,
  dock,
  children,
}: {
  extend: ServerAction;
  check: ServerAction;
  /** What shares the lower edge of the window with the results. */
  dock: ReactNode;
  children: ReactNode;
}) {
  const extending = useServerAction(extend);
  const checking = useServerAction(check);
  const [busy, setBusy] = useState<ReadonlySet<string>>(new Set());
  const [note, setNote] = useState<ActionResult | null>(extending.result ?? checking.result);
  const [latest, setLatest] = useState<RowVerb | null>(null);
  const shown = latest === null ? note : latest === "extend" ? extending.result : checking.result;

  function press(verb: RowVerb, event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const { submitter } = event.nativeEvent as SubmitEvent;
    if (!(submitter instanceof HTMLButtonElement) || busy.has(submitter.value)) return;
    const accountId = submitter.value;
    const form = new FormData();
    form.set("accountId", accountId);
    setBusy((before) => new Set(before).add(accountId));
    (verb === "extend" ? extending : checking).run(form, () => {
      setLatest(verb);
      setBusy((before) => new Set([...before].filter((id) => id !== accountId)));
    });
  }

  function show(result: ActionResult | null): void {
    setLatest(null);
    setNote(result);
  }

  const explain = (message: string) => show({ tone: "calm", message });
  return (
    <DeskContext value={{ busy, explain }}>
      <form id={ROW_FORMS.extend} action={extending.formAction} onSubmit={(event) => press("extend", event)} />
      <form id={ROW_FORMS.check} action={checking.formAction} onSubmit={(event) => press("check", event)} />
      {children}
      <div className="pointer-events-none sticky bottom-3 z-10 mt-3 flex flex-col items-center gap-2 *:pointer-events-auto">
        <div role="status" className="max-w-2xl empty:absolute">
          {shown !== null && busy.size === 0 && (
            <Alert tone={shown.tone} className="shadow-lg">
              {shown.message}
              <button
                type="button"
                onClick={() => show(null)}
                className="needs-script float-right -my-1 ml-2 grid size-7 place-items-center rounded-md max-md:-my-3 max-md:size-11"
              >
                <Icon name="close" />
                <span className="sr-only">Dismiss</span>
              </button>
            </Alert>
          )}
          {busy.size > 0 && <span className="sr-only">Asking Instagram…</span>}
        </div>
        {dock}
      </div>
    </DeskContext>
  );
}
