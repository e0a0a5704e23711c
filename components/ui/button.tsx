import { clsx } from "clsx";
import type { ComponentProps } from "react";
import type { ButtonLooks } from "./button-class";

/** The same looks as `buttonClass`, put together by hand: this one is in every page's script. */
export function Button({ tone, size, className, type = "button", ...rest }: ComponentProps<"button"> & ButtonLooks) {
  return (
    <button type={type} className={clsx("btn", tone && `btn-${tone}`, size && `btn-${size}`, className)} {...rest} />
  );
}
