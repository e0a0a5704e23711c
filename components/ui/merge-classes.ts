import { type ClassValue, clsx } from "clsx";
import { extendTailwindMerge } from "tailwind-merge";

/** Our own sizes of tailwind.config.ts would else be taken for colours. */
const merge = extendTailwindMerge({
  extend: {
    classGroups: { "font-size": [{ text: ["title", "body", "small"] }], rounded: [{ rounded: ["card", "control"] }] },
  },
});

/**
 * Joins class names; of two Tailwind classes for the same thing the later one wins.
 * For server components only: its table would cost every page 9 kB of script.
 */
export function mergeClasses(...values: ClassValue[]): string {
  return merge(clsx(values));
}
