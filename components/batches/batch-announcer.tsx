"use client";

import { useEffect, useRef, useState } from "react";
import { batchSentence } from "./batch-sentence";
import type { BatchSnapshot } from "./batch-snapshot";

const PAUSE = 5_000;

/** Reads the progress out every few seconds, not at every step, and once more at the end. */
export function BatchAnnouncer({ batch, noun }: { batch: BatchSnapshot; noun: string }) {
  const latest = useRef(batch);
  const [words, setWords] = useState("");
  const { finished } = batch;
  const wasRunning = useRef(!finished);
  useEffect(() => {
    latest.current = batch;
  }, [batch]);
  useEffect(() => {
    if (finished) {
      if (wasRunning.current) setWords(batchSentence(latest.current, noun));
      return;
    }
    const timer = setInterval(() => setWords(batchSentence(latest.current, noun)), PAUSE);
    return () => clearInterval(timer);
  }, [finished, noun]);
  return (
    <p role="status" className="sr-only">
      {words}
    </p>
  );
}
