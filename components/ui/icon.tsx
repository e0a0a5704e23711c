import { clsx } from "clsx";
import type { IconName } from "./icon-name";

/** An icon of the sprite at /icons.svg. Always beside words, so it is hidden from screen readers. */
export function Icon({ name, className }: { name: IconName; className?: string }) {
  return (
    <svg className={className === undefined ? "icon" : clsx("icon", className)} aria-hidden="true">
      <use href={`/icons.svg#${name}`} />
    </svg>
  );
}
