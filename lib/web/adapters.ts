import "server-only";
import { settings } from "@/lib/env";
import { type Adapters, wireAdapters } from "@/lib/services/context";

const STORE = Symbol.for("perennial.adapters");

/** The adapters of this process. Next bundles modules several times; the process still has one database client. */
export function adapters(): Adapters {
  const store = globalThis as { [STORE]?: Adapters };
  store[STORE] ??= wireAdapters(settings());
  return store[STORE];
}
