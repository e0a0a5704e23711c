"use client";

import { useEffect, useRef } from "react";
import { LONGEST_LINE } from "@/lib/domain/plain-line";

/** A new label from elsewhere replaces what stands here, but never what is being typed. */
export function LabelField({ label }: { label: string }) {
  const field = useRef<HTMLInputElement>(null);
  const shown = useRef(label);
  useEffect(() => {
    if (field.current?.value === shown.current) field.current.value = label;
    shown.current = label;
  }, [label]);
  return (
    <input
      ref={field}
      id="label"
      name="label"
      defaultValue={label}
      maxLength={LONGEST_LINE}
      aria-describedby="label-hint"
      autoComplete="off"
      dir="auto"
      className="input"
    />
  );
}
