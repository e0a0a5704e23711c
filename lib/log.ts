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
        log: (fields) => redactValue(fields) as Record<string, unknown>,
      },
      serializers: { err: (value) => value },
      hooks: {
        logMethod(parameters, method) {
          const redacted = parameters.map((part) => (typeof part === "string" ? redactText(part) : part));
          method.apply(this, redacted as typeof parameters);
        },
      },
    },
    destination ?? pino.destination({ dest: 1, sync: false }),
  );
}
