import "server-only";

/**
 * Finishes `work` before whatever else ends the process on a signal: Next leaves as soon as its own connections are
 * closed, which is in the middle of a renewal.
 */
export function onFarewell(work: () => Promise<void>): void {
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    const others = process.listeners(signal);
    process.removeAllListeners(signal);
    let leaving = false;
    process.on(signal, () => {
      if (leaving) return;
      leaving = true;
      void work().finally(() => {
        if (others.length === 0) process.exit(signal === "SIGTERM" ? 143 : 130);
        for (const other of others) other.call(process, signal);
      });
    });
  }
}
