import type { ComponentProps } from "react";

/** A labelled input with its hint and its error, tied together for screen readers. */
export function Field({
  id,
  label,
  hint,
  error,
  className,
  ...input
}: Omit<ComponentProps<"input">, "id"> & { id: string; label: string; hint?: string; error?: string }) {
  return (
    <div className={className}>
      <label htmlFor={id} className="mb-1 block font-medium">
        {label}
      </label>
      <input
        id={id}
        className="input"
        aria-invalid={error === undefined ? undefined : true}
        aria-describedby={describedBy(id, hint, error)}
        {...input}
      />
      <FieldNotes id={id} hint={hint} error={error} />
    </div>
  );
}

export function FieldNotes({ id, hint, error }: { id: string; hint?: string; error?: string }) {
  return (
    <>
      {error !== undefined && (
        <p id={`${id}-error`} className="mt-1 text-small text-bad">
          {error}
        </p>
      )}
      {hint !== undefined && (
        <p id={`${id}-hint`} className="mt-1 text-small text-muted">
          {hint}
        </p>
      )}
    </>
  );
}

export function describedBy(id: string, hint?: string, error?: string): string | undefined {
  const ids = [error === undefined ? "" : `${id}-error`, hint === undefined ? "" : `${id}-hint`].filter(Boolean);
  return ids.length === 0 ? undefined : ids.join(" ");
}
