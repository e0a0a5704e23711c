import "server-only";
import { inspect } from "node:util";
import type { Log } from "@/lib/log";

const LEVELS = { debug: "debug", log: "info", info: "info", warn: "warn", error: "error" } as const;

/**
 * Sends what Next and libraries print to the console through the log: one JSON line an event, and past the redactor.
 */
export function captureConsole(log: Log): void {
  for (const [method, level] of Object.entries(LEVELS)) {
    (console as unknown as Record<string, unknown>)[method] = (...parts: unknown[]) => {
      const error = parts.find((part) => part instanceof Error);
      const text = parts
        .filter((part) => part !== error)
        .map((part) => (typeof part === "string" ? part : inspect(part, { depth: 3 })));
      log[level](
        { event: "console", ...(error === undefined ? {} : { err: error }) },
        text.join(" ").trim() || "console",
      );
    };
  }
}
