"use client";

import { clsx } from "clsx";
import Link from "next/link";
import { useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import type { ButtonLooks } from "@/components/ui/button-class";
import { Icon } from "@/components/ui/icon";

const NOT_SET_UP = "Instagram is not set up on this server yet. Settings shows how.";

/** Goes to Instagram's consent window: for a new account, or to reconnect `accountId`. */
export function ConnectButton({
  accountId,
  configured,
  describedBy,
  tone = "primary",
  size,
}: ButtonLooks & { accountId?: string; configured: boolean; describedBy?: string }) {
  const [pending, setPending] = useState(false);
  useEffect(() => {
    // "Back" from Instagram may bring this page out of the browser's memory, still waiting.
    const wake = () => setPending(false);
    window.addEventListener("pageshow", wake);
    return () => window.removeEventListener("pageshow", wake);
  }, []);

  async function connect() {
    if (pending) return;
    setPending(true);
    try {
      const { signIn } = await import("next-auth/react");
      await signIn(
        "instagram",
        { callbackUrl: "/accounts" },
        accountId === undefined ? undefined : { reconnect: accountId },
      );
    } catch {
      setPending(false);
    }
  }

  const text = accountId === undefined ? "Connect account" : "Reconnect";
  if (!configured) {
    return (
      <Link
        href="/settings"
        prefetch={false}
        title={NOT_SET_UP}
        className={clsx("btn", tone && `btn-${tone}`, size && `btn-${size}`)}
      >
        {accountId === undefined ? "Set up Instagram" : "Set up to reconnect"}
      </Link>
    );
  }
  return (
    <Button
      tone={tone}
      size={size}
      onClick={connect}
      aria-busy={pending || undefined}
      aria-disabled={pending || undefined}
      aria-describedby={describedBy}
    >
      {accountId === undefined && !pending && <Icon name="plus" />}
      {text}
    </Button>
  );
}
