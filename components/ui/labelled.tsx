import type { ReactNode } from "react";

/** A control of a filter under its name. */
export function Labelled({
  text,
  className = "",
  children,
}: {
  text: string;
  className?: string;
  children: ReactNode;
}) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is the child.
    <label className={`min-w-0 ${className}`}>
      <span className="mb-1 block text-small text-muted">{text}</span>
      {children}
    </label>
  );
}
