"use client";

import { type ReactNode, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";

/** The two buttons. What they need is loaded when one is pressed, and stands below them. */
export function RevealDoor({ accountId }: { accountId: string }) {
  const [outcome, setOutcome] = useState<ReactNode>(null);
  const presses = useRef(0);
  async function press(how: "show" | "copy") {
    presses.current += 1;
    const press = presses.current;
    setOutcome(null);
    const panel = await import("./reveal-panel").catch(() => null);
    if (press !== presses.current) return;
    if (panel === null) return setOutcome(<p role="alert">The server could not be reached. Try again.</p>);
    setOutcome(<panel.RevealPanel key={press} how={how} answer={panel.requestToken(accountId)} />);
  }
  return (
    <>
      <div className="needs-script flex flex-wrap gap-2">
        <Button size="small" onClick={() => press("show")}>
          Reveal for 60 seconds
        </Button>
        <Button size="small" onClick={() => press("copy")}>
          <Icon name="copy" />
          Copy without showing
        </Button>
      </div>
      <div className="mt-3 empty:mt-0">{outcome}</div>
    </>
  );
}
