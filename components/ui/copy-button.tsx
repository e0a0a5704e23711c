"use client";

import { useState } from "react";
import { Button } from "./button";
import { Icon } from "./icon";

/** Copies `text`. Where the browser forbids it, says so; the text stands beside the button anyway. */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const [result, setResult] = useState<"" | "Copied" | "Select it and copy by hand">("");
  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
      setResult("Copied");
      setTimeout(() => setResult(""), 2_500);
    } catch {
      setResult("Select it and copy by hand");
    }
  }
  return (
    <span className="needs-script inline-flex items-center gap-2">
      <Button size="small" onClick={copy} aria-label={label}>
        <Icon name={result === "Copied" ? "check" : "copy"} />
        Copy
      </Button>
      <span role="status" className="text-small text-muted">
        {result}
      </span>
    </span>
  );
}
