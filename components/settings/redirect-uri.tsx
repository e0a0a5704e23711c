import { CopyButton } from "@/components/ui/copy-button";

/** The exact address that Meta's form must hold. */
export function RedirectUri({ uri, name = "redirect URI" }: { uri: string; name?: string }) {
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-control border border-line bg-sunken px-3 py-2">
      <code className="min-w-0 flex-1 basis-56 text-[13px] break-all text-ink" translate="no">
        {uri}
      </code>
      <CopyButton text={uri} label={`Copy the ${name}`} />
    </div>
  );
}
