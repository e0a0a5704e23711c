"use client";

import { useEffect, useState } from "react";
import { type BatchAnswer, type BatchSnapshot, toSnapshot } from "./batch-snapshot";

const POLL_PAUSE = 800;
const LONGEST_PAUSE = 15_000;

/** Follows a run until it is finished. `lost` while the server does not answer; it keeps asking, ever slower. */
export function useBatch(batchId: string, initial: BatchSnapshot): { batch: BatchSnapshot; lost: boolean } {
  const [batch, setBatch] = useState(initial);
  const [lost, setLost] = useState(false);
  const { finished } = batch;
  useEffect(() => {
    if (finished) return;
    let pause = POLL_PAUSE;
    let timer: ReturnType<typeof setTimeout>;
    const stop = new AbortController();
    async function look() {
      try {
        const response = await fetch(`/api/batches/${encodeURIComponent(batchId)}`, {
          cache: "no-store",
          signal: stop.signal,
        });
        if (!response.ok) throw new Error(`Status ${response.status}`);
        const answer: BatchAnswer = await response.json();
        setBatch(toSnapshot(answer));
        setLost(false);
        pause = POLL_PAUSE;
      } catch {
        if (stop.signal.aborted) return;
        setLost(true);
        pause = Math.min(pause * 2, LONGEST_PAUSE);
      }
      timer = setTimeout(look, pause);
    }
    timer = setTimeout(look, pause);
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [batchId, finished]);
  return { batch, lost };
}
