import "server-only";
import pino from "pino";
import { redactText, redactValue } from "@/lib/redact";

export type Log = pino.Logger;

/** A logger that writes one JSON line per event. Everything passes the redactor, also texts inside errors. */
export function createLog(level: string, destination?: pino.DestinationStream): Log {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: {
        level: (label) => ({ level: label }),
        bindings: (fields) => redactValue(fields) as Record<string, unknown>,
        log: (fields) => redactValue(fields) as Record<string, unknown>,
      },
      serializers: { err: (value) => value },
      hooks: {
        logMethod(parameters, method) {
          const [fields, ...rest] = parameters as unknown[];
          const redacted = rest.map((part) => (typeof part === "string" ? redactText(part) : redactValue(part)));
          // Without a text of its own, pino would take the error's, unredacted.
          if (typeof fields === "object" && rest.length === 0) redacted.push("event");
          method.apply(this, [
            typeof fields === "string" ? redactText(fields) : fields,
            ...redacted,
          ] as typeof parameters);
        },
      },
    },
    destination ?? pino.destination({ dest: 1, sync: false }),
  );
}
