import { CopyLine } from "@/components/ui/copy-line";

/** A feed's address, ready to be copied. */
export function SecretAddress({ kind, address }: { kind: "calendar" | "badge"; address: string }) {
  if (kind === "calendar") {
    return (
      <div className="mb-3">
        <CopyLine text={address} label="Copy the calendar’s address" />
      </div>
    );
  }
  return (
    <div className="mb-3">
      {/* biome-ignore lint/performance/noImgElement: an SVG of 20 pixels that nothing could make smaller. */}
      <img src={new URL(address).pathname} alt="The badge as it looks now" className="mb-3 h-5" />
      <h3 className="mb-1 text-small font-medium">Address</h3>
      <CopyLine text={address} label="Copy the badge’s address" />
      <h3 className="mt-3 mb-1 text-small font-medium">Markdown</h3>
      <CopyLine text={`![Instagram token](${address})`} label="Copy the badge as Markdown" />
    </div>
  );
}
