"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { countDown } from "./count-down";
import { followChanges } from "./follow-changes";

/** Keeps an open page true: times count down by the server's clock, and what has changed is drawn again in place. */
export function LivePage({ now, revision }: { now: number; revision: string }) {
  const router = useRouter();
  useEffect(() => {
    const changes = followChanges(revision, router.refresh);
    const stopCounting = countDown(now - Date.now(), changes.redraw);
    return () => {
      stopCounting();
      changes.stop();
    };
  }, [now, revision, router]);
  return null;
}
