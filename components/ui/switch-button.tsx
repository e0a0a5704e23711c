"use client";

import type { ComponentProps } from "react";
import { useFormStatus } from "react-dom";

/** Submits its form, which turns something on or off. Word and place of the knob say which, not the colour alone. */
export function SwitchButton({ on, ...rest }: { on: boolean } & ComponentProps<"button">) {
  const { pending } = useFormStatus();
  return (
    <button {...rest} type="submit" role="switch" aria-checked={on} aria-busy={pending || undefined} className="switch">
      <i aria-hidden="true" />
      {on ? "On" : "Off"}
    </button>
  );
}
