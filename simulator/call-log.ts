import { ENDPOINTS, type Endpoint } from "./router";

export interface LoggedCall {
  /** Unix milliseconds on the simulator's clock. */
  at: number;
  endpoint: Endpoint;
  method: string;
  /** Path without query, so that no token is kept. */
  path: string;
  username: string | null;
  /** HTTP status; 0 stands for a connection that was cut. */
  status: number;
}

export interface Stats {
  total: number;
  endpoints: Record<Endpoint, number>;
}

export interface CallLog {
  add(call: LoggedCall): void;
  stats(): Stats;
  /** Newest first. */
  recent(): LoggedCall[];
  clear(): void;
}

const KEPT_CALLS = 100;
const MAXIMUM_PATH_LENGTH = 120;

function noCalls(): Record<Endpoint, number> {
  return Object.fromEntries(ENDPOINTS.map((endpoint) => [endpoint, 0])) as Record<Endpoint, number>;
}

/** Counts calls and remembers the last ones in a ring. */
export function createCallLog(): CallLog {
  let endpoints = noCalls();
  let total = 0;
  const ring: LoggedCall[] = [];

  return {
    add(call) {
      endpoints[call.endpoint] += 1;
      ring[total % KEPT_CALLS] = { ...call, path: call.path.slice(0, MAXIMUM_PATH_LENGTH) };
      total += 1;
    },
    stats: () => ({ total, endpoints: { ...endpoints } }),
    recent() {
      const newest = total % KEPT_CALLS;
      return [...ring.slice(newest), ...ring.slice(0, newest)].reverse();
    },
    clear() {
      endpoints = noCalls();
      total = 0;
      ring.length = 0;
    },
  };
}
