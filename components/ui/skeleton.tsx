import { mergeClasses } from "./merge-classes";

/** A place where something will be. The page says once, in words, that it loads. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden="true" className={mergeClasses("skeleton", className)} />;
}
