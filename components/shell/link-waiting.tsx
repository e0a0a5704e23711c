"use client";

import { useLinkStatus } from "next/link";
import { useEffect, useState } from "react";

/** Shorter waits show nothing: a flash is worse than a blink of nothing. */
const PATIENCE = 150;

/**
 * Inside a link: marks the document while the link's page is on its way, and app/globals.css swaps the page for its
 * skeleton. A `loading.tsx` would do so for the first load too, whose content then needs JavaScript to appear.
 */
export function LinkWaiting() {
  const { pending } = useLinkStatus();
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (!pending) return;
    const timer = setTimeout(() => setLate(true), PATIENCE);
    return () => {
      clearTimeout(timer);
      setLate(false);
    };
  }, [pending]);
  return late ? <span hidden data-waiting="" /> : null;
}
