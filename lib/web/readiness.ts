import "server-only";

/** Whether this process may serve, and if not, why: what `/api/health` answers. */
export type Readiness = { ready: true; since: Date } | { ready: false; reason: string };

const STORE = Symbol.for("perennial.readiness");

export function readiness(): Readiness {
  return (globalThis as { [STORE]?: Readiness })[STORE] ?? { ready: false, reason: "Perennial is starting." };
}

export function setReadiness(state: Readiness): void {
  (globalThis as { [STORE]?: Readiness })[STORE] = state;
}
