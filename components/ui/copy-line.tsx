import { CopyButton } from "./copy-button";

/** A text that is shown once, ready to be copied. `label` says what the button copies. */
export function CopyLine({ text, label }: { text: string; label: string }) {
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-control border border-line bg-sunken px-3 py-2">
      <code className="min-w-0 flex-1 basis-56 text-[13px] break-all text-ink" translate="no" data-testid="secret">
        {text}
      </code>
      <CopyButton text={text} label={label} />
    </div>
  );
}
