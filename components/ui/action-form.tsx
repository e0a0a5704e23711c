"use client";

import type { ReactNode } from "react";
import { Alert } from "./alert";
import { type ServerAction, useServerAction } from "./use-server-action";

/** A form whose result is read out and shown below its content. */
export function ActionForm({
  action,
  className,
  children,
}: {
  action: ServerAction;
  className?: string;
  children: ReactNode;
}) {
  const { formAction, onSubmit, result } = useServerAction(action);
  return (
    <form action={formAction} onSubmit={onSubmit} className={className}>
      {children}
      <div role="status">
        {result !== null && (
          <Alert tone={result.tone} className="mt-3">
            {result.message}
          </Alert>
        )}
      </div>
    </form>
  );
}
