import { cva, type VariantProps } from "class-variance-authority";

/** The looks of a link that looks like a button; its rules are in app/globals.css. */
export const buttonClass = cva("btn", {
  variants: {
    tone: { plain: "", primary: "btn-primary", danger: "btn-danger", quiet: "btn-quiet" },
    size: { normal: "", small: "btn-small" },
  },
  defaultVariants: { tone: "plain", size: "normal" },
});

export type ButtonLooks = VariantProps<typeof buttonClass>;
