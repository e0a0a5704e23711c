"use client";

import { type KeyboardEvent, type ReactNode, type SyntheticEvent, useState } from "react";

/** Days or accounts of the picture that a pointer or the keyboard can stand on. */
function stops(picture: Element): HTMLElement[] {
  const all = picture.querySelectorAll<HTMLElement>(".runway-dot, .runway-bar");
  return [...all].filter((stop) => stop.offsetParent !== null);
}

/** Names what is pointed at or focused. One tab stop; the arrow keys walk along the days. */
export function RunwayReadout({ hint, children }: { hint: string; children: ReactNode }) {
  const [words, setWords] = useState("");

  function read(event: SyntheticEvent): void {
    const stop = event.target instanceof Element ? event.target.closest(".runway-dot, .runway-bar") : null;
    setWords(stop?.getAttribute("title") ?? "");
  }

  function walk(event: KeyboardEvent<HTMLDivElement>): void {
    const places = stops(event.currentTarget);
    const { activeElement } = document;
    const here = activeElement instanceof HTMLElement ? places.indexOf(activeElement) : -1;
    const goals: Record<string, number> = {
      ArrowRight: here + 1,
      ArrowUp: here + 1,
      ArrowLeft: here - 1,
      ArrowDown: here - 1,
      Home: 0,
      End: places.length - 1,
    };
    const goal = goals[event.key];
    const next = goal === undefined ? undefined : places[goal];
    if (here < 0 || next === undefined) return;
    event.preventDefault();
    for (const place of places) place.tabIndex = place === next ? 0 : -1;
    next.focus();
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: listens for the links and pictures inside.
    <div
      onPointerOver={read}
      onPointerLeave={() => setWords("")}
      onFocus={read}
      onBlur={() => setWords("")}
      onKeyDown={walk}
    >
      {children}
      <p className="truncate pb-1 text-small text-muted" aria-hidden="true">
        {words === "" ? hint : words}
      </p>
    </div>
  );
}
