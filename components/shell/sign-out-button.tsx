"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";

export function SignOutButton() {
  const [pending, setPending] = useState(false);
  async function leave() {
    if (pending) return;
    setPending(true);
    const { signOut } = await import("next-auth/react");
    await signOut({ callbackUrl: "/sign-in" });
  }
  return (
    <Button
      tone="quiet"
      size="small"
      aria-busy={pending || undefined}
      onClick={leave}
      title="Sign out"
      className="w-8 px-0 max-lg:w-11"
    >
      {!pending && <Icon name="sign-out" />}
      <span className="sr-only">Sign out</span>
    </Button>
  );
}
