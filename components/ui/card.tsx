import type { ReactNode } from "react";
import { mergeClasses } from "./merge-classes";

/** A section with its own heading. */
export function Card({
  title,
  id,
  children,
  className,
}: {
  title?: string;
  id?: string;
  children: ReactNode;
  className?: string;
}) {
  return (
    <section id={id} className={mergeClasses("card px-[18px] py-4", className)}>
      {title !== undefined && <h2 className="mb-2 font-semibold">{title}</h2>}
      {children}
    </section>
  );
}
