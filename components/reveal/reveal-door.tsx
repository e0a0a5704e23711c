"use client";

import { type ReactNode, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";

/** The two buttons. What they need is loaded when one is pressed, and stands below them. */
export function RevealDoor({ accountId }: { accountId: string }) {
  const [outcome, setOutcome] = useState<ReactNode>(null);
  const presses = useRef(0);
  const asking = useRef(false);
  const first = useRef<HTMLButtonElement>(null);
  // Each answer is a line of history, so a second press waits for the first one's.
  async function press(how: "show" | "copy") {
    if (asking.current) return;
    asking.current = true;
    presses.current += 1;
    setOutcome(null);
    try {
      const { requestToken, RevealPanel } = await import("./reveal-panel");
      const answer = requestToken(accountId);
      setOutcome(<RevealPanel key={presses.current} how={how} answer={answer} backTo={first} />);
      await answer;
    } catch {
      setOutcome(<p role="alert">The server could not be reached. Try again.</p>);
    } finally {
      asking.current = false;
    }
  }
  return (
    <>
      <div className="needs-script flex flex-wrap gap-2">
        <Button size="small" ref={first} onClick={() => press("show")}>
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
