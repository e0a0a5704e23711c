import { clsx } from "clsx";
import Link from "next/link";
import type { ComponentProps } from "react";
import { type ButtonLooks, buttonClass } from "./button-class";

/** A link in a button's looks. */
export function ButtonLink({ tone, size, className, ...rest }: ComponentProps<typeof Link> & ButtonLooks) {
  return <Link className={clsx(buttonClass({ tone, size }), className)} {...rest} />;
}
