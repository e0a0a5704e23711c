"use client";

import { type FormEvent, useEffect, useState } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { SubmitButton } from "@/components/ui/submit-button";
import { type ServerAction, useServerAction } from "@/components/ui/use-server-action";

const FORM = "extend-selected";

function pickedBoxes(): HTMLInputElement[] {
  return [...document.querySelectorAll<HTMLInputElement>(`input[form="${FORM}"]:checked`)];
}

/** The button goes to a page of its own, instead of the form's action. */
function leadsAway({ nativeEvent }: FormEvent): boolean {
  return (nativeEvent as SubmitEvent).submitter?.hasAttribute("formaction") === true;
}

/** What to do with the picked rows. CSS shows it while a row is picked; only the count needs JavaScript. */
export function SelectionBar({ extendSelected }: { extendSelected: ServerAction }) {
  const { formAction, onSubmit, result } = useServerAction(extendSelected);
  const [count, setCount] = useState(0);
  useEffect(() => {
    const recount = () => setCount(pickedBoxes().length);
    recount();
    document.addEventListener("change", recount);
    return () => document.removeEventListener("change", recount);
  }, []);

  function clear(): void {
    for (const box of pickedBoxes()) box.checked = false;
    setCount(0);
  }

  return (
    <form
      id={FORM}
      action={formAction}
      onSubmit={(event) => {
        if (!leadsAway(event)) onSubmit(event);
      }}
      className="selection-bar card max-w-full flex-wrap items-center justify-center gap-x-2 gap-y-2.5 px-3 py-2 shadow-lg"
    >
      <span role="status" className="needs-script px-1 whitespace-nowrap font-medium tabular-nums">
        {count > 0 && `${count} selected`}
      </span>
      <SubmitButton size="small" tone="primary">
        <Icon name="refresh" className="max-sm:hidden" />
        Extend selected
      </SubmitButton>
      <Button type="submit" size="small" tone="danger" formMethod="get" formAction="/accounts/disconnect">
        Disconnect
      </Button>
      <Button size="small" tone="quiet" onClick={clear} className="needs-script max-md:px-3">
        Clear
      </Button>
      <div role="status" className="basis-full empty:hidden">
        {result !== null && <Alert tone={result.tone}>{result.message}</Alert>}
      </div>
    </form>
  );
}
