"use client";

import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Icon } from "@/components/ui/icon";
import { SECOND } from "@/lib/domain/durations";

/** Recovery codes, for the one time that they are shown. `text` holds one a line. */
export function NewCodes({ text }: { text: string }) {
  const codes = text.split("\n");
  return (
    <div className="mt-3 grid max-w-md grid-cols-[minmax(0,1fr)] gap-3">
      <Alert tone="warning" live title="Save your recovery codes now.">
        They are not shown again. Each signs you in once when you have lost your other factors.
      </Alert>
      <ul
        aria-label="Recovery codes"
        translate="no"
        className="grid gap-x-4 gap-y-1.5 rounded-control border border-line bg-sunken px-3 py-2.5 font-mono text-[13px] sm:grid-cols-2"
      >
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="needs-script flex flex-wrap items-center gap-2">
        <CopyButton text={text} label="Copy the recovery codes" />
        <Button size="small" onClick={() => download(text)} aria-label="Download the recovery codes">
          <Icon name="download" />
          Download
        </Button>
      </div>
    </div>
  );
}

function download(text: string): void {
  const address = URL.createObjectURL(new Blob([`Perennial recovery codes\n\n${text}\n`], { type: "text/plain" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = "perennial-recovery-codes.txt";
  link.click();
  // Some browsers begin to read it only later.
  setTimeout(() => URL.revokeObjectURL(address), 10 * SECOND);
}
