import { mergeClasses } from "@/components/ui/merge-classes";

/** The sprout. The same drawing as app/icon.svg. */
export function BrandMark({ className }: { className?: string }) {
  return (
    <svg
      viewBox="0 0 24 24"
      fill="none"
      aria-hidden="true"
      className={mergeClasses("size-[22px] text-accent", className)}
    >
      <path d="M12 22V11" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
      <path d="M12 13C12 8 8.5 5 3 5c0 5.5 3.5 8 9 8Z" fill="currentColor" />
      <path d="M12 10c0-4 3-7 9-7 0 5-3.5 7.5-9 7Z" fill="currentColor" opacity=".55" />
    </svg>
  );
}

export function Brand() {
  return (
    <span className="flex items-center gap-2 text-[15px] font-semibold tracking-[-0.01em]">
      <BrandMark />
      Perennial
    </span>
  );
}
