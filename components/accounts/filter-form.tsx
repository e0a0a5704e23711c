"use client";

import { useRouter } from "next/navigation";
import { type ReactNode, useEffect, useRef, useTransition } from "react";
import { Button } from "@/components/ui/button";

const TYPING_PAUSE = 350;

/** Applies the filters as they are changed and keeps them in the URL. Without JavaScript it is a plain GET form. */
export function FilterForm({ values, children }: { values: Record<string, string>; children: ReactNode }) {
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [pending, startTransition] = useTransition();

  // A link may have changed the filters; the field that is being used keeps what is typed.
  useEffect(() => {
    for (const [name, value] of Object.entries(values)) {
      const field = form.current?.elements.namedItem(name);
      const isField = field instanceof HTMLInputElement || field instanceof HTMLSelectElement;
      if (isField && field !== document.activeElement) field.value = value;
    }
  }, [values]);
  useEffect(() => () => clearTimeout(timer.current), []);

  function apply(): void {
    clearTimeout(timer.current);
    if (form.current === null) return;
    const parameters = new URLSearchParams();
    for (const [name, value] of new FormData(form.current)) {
      if (typeof value === "string" && value !== "") parameters.set(name, value);
    }
    startTransition(() => router.replace(`/accounts?${parameters}`, { scroll: false }));
  }

  return (
    <search>
      <form
        ref={form}
        action="/accounts"
        aria-busy={pending}
        className="mb-2.5 flex flex-wrap items-center gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          apply();
        }}
        onChange={(event) => {
          clearTimeout(timer.current);
          if (event.target instanceof HTMLInputElement) timer.current = setTimeout(apply, TYPING_PAUSE);
          else apply();
        }}
      >
        {children}
        <Button type="submit" className="without-script">
          Filter
        </Button>
      </form>
    </search>
  );
}
