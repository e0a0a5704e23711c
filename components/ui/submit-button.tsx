"use client";

import type { ComponentProps } from "react";
import { useFormStatus } from "react-dom";
import { Button } from "./button";
import type { ButtonLooks } from "./button-class";

/** Submits its form once at a time. While it runs it keeps its focus and its name. */
export function SubmitButton({ children, onClick, ...rest }: ComponentProps<"button"> & ButtonLooks) {
  const { pending } = useFormStatus();
  return (
    <Button
      {...rest}
      type="submit"
      aria-busy={pending || undefined}
      aria-disabled={pending || undefined}
      onClick={(event) => {
        if (pending) event.preventDefault();
        onClick?.(event);
      }}
    >
      {children}
    </Button>
  );
}
