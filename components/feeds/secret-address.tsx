import { CopyButton } from "@/components/ui/copy-button";

/** A feed's address, ready to be copied. */
export function SecretAddress({ kind, address }: { kind: "calendar" | "badge"; address: string }) {
  if (kind === "calendar") return <Copied text={address} label="Copy the calendar’s address" />;
  return (
    <>
      {/* biome-ignore lint/performance/noImgElement: an SVG of 20 pixels that nothing could make smaller. */}
      <img src={new URL(address).pathname} alt="The badge as it looks now" className="mb-3 h-5" />
      <h3 className="mb-1 text-small font-medium">Address</h3>
      <Copied text={address} label="Copy the badge’s address" />
      <h3 className="mb-1 text-small font-medium">Markdown</h3>
      <Copied text={`![Instagram token](${address})`} label="Copy the badge as Markdown" />
    </>
  );
}

function Copied({ text, label }: { text: string; label: string }) {
  return (
    <div className="mb-3 flex flex-wrap items-center gap-x-3 gap-y-2 rounded-control border border-line bg-sunken px-3 py-2">
      <code className="min-w-0 flex-1 basis-56 text-[13px] break-all text-ink" translate="no">
        {text}
      </code>
      <CopyButton text={text} label={label} />
    </div>
  );
}
