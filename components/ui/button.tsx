import { clsx } from "clsx";
import type { ComponentProps } from "react";
import { type ButtonLooks, buttonClass } from "./button-class";

export function Button({ tone, size, className, type = "button", ...rest }: ComponentProps<"button"> & ButtonLooks) {
  return <button type={type} className={clsx(buttonClass({ tone, size }), className)} {...rest} />;
}
