"use client";

import { useEffect, useState } from "react";
import { flushSync } from "react-dom";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { REVEAL_TIME } from "@/lib/domain/reveal-rule";

/**
 * The token on the screen until its time is over, also where the tab slept meanwhile. A page that is left keeps nothing
 * of it: the browser may bring the page back as it was.
 */
export function RevealedToken({ token, hide }: { token: string; hide: () => void }) {
  const [left, setLeft] = useState(REVEAL_TIME);
  useEffect(() => {
    const until = Date.now() + REVEAL_TIME;
    const look = () => {
      const rest = until - Date.now();
      // More than all of it: the clock was put back.
      if (rest <= 0 || rest > REVEAL_TIME) hide();
      else setLeft(rest);
    };
    const leave = () => flushSync(hide);
    const timer = setInterval(look, 500);
    document.addEventListener("visibilitychange", look);
    window.addEventListener("pagehide", leave);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
      window.removeEventListener("pagehide", leave);
    };
  }, [hide]);
  return (
    <div className="mb-2 rounded-control border border-line bg-sunken px-3 py-2">
      <code className="block text-[13px] break-all text-ink" translate="no">
        {token}
      </code>
      <div className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-2">
        <CopyButton text={token} label="Copy the token" />
        <Button size="small" onClick={hide}>
          Hide now
        </Button>
        <span aria-hidden="true" className="text-small text-muted tabular-nums">
          {Math.ceil(left / 1_000)} s
        </span>
      </div>
    </div>
  );
}
