import "server-only";
import { SECOND } from "@/lib/domain/durations";

/** Milliseconds that work under way gets to finish before the process ends. */
const LONGEST_FAREWELL = 20 * SECOND;
const STORE = Symbol.for("perennial.farewell");

interface Farewell {
  stopping: AbortController;
  underWay: Set<Promise<unknown>>;
}

/** Of this process. Next bundles modules several times; the process still ends once. */
function farewell(): Farewell {
  const store = globalThis as { [STORE]?: Farewell };
  store[STORE] ??= { stopping: new AbortController(), underWay: new Set() };
  return store[STORE];
}

/**
 * Runs work that the end of the process must not cut off: the signal tells it to begin nothing new, and what it has begun
 * is waited for.
 */
export function untilFarewell<Result>(work: (stopping: AbortSignal) => Promise<Result>): Promise<Result> {
  const { stopping, underWay } = farewell();
  const running = work(stopping.signal);
  underWay.add(running);
  const forget = (): boolean => underWay.delete(running);
  running.then(forget, forget);
  return running;
}

/**
 * From now on SIGTERM and SIGINT wait for the work under way before whatever else ends the process: Next leaves as soon
 * as its own connections are closed, which is in the middle of a renewal.
 */
export function listenForFarewell(onStopping: () => void): void {
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    const others = process.listeners(signal);
    process.removeAllListeners(signal);
    process.on(signal, () => {
      const { stopping } = farewell();
      if (stopping.signal.aborted) return;
      stopping.abort();
      onStopping();
      void finishWork().then(() => {
        if (others.length === 0) process.exit(signal === "SIGTERM" ? 143 : 130);
        for (const other of others) other.call(process, signal);
      });
    });
  }
}

async function finishWork(): Promise<void> {
  let patience: NodeJS.Timeout | undefined;
  const longest = new Promise<void>((resolve) => {
    patience = setTimeout(resolve, LONGEST_FAREWELL);
  });
  await Promise.race([Promise.allSettled(farewell().underWay), longest]);
  clearTimeout(patience);
}
