import "server-only";
import { setTimeout as pause } from "node:timers/promises";
import { captureConsole } from "@/lib/capture-console";
import { migrateDatabase } from "@/lib/db/migrate";
import { isAppError } from "@/lib/domain/app-error";
import { SECOND } from "@/lib/domain/durations";
import { parseSettings, settingsProblemText } from "@/lib/env";
import { listenForFarewell, untilFarewell } from "@/lib/farewell";
import { startScheduler } from "@/lib/scheduler";
import { checkKeys } from "@/lib/services/check-keys";
import { type Adapters, serverContext } from "@/lib/services/context";
import { createOwner } from "@/lib/services/create-owner";
import { resumeBatches } from "@/lib/services/drive-batch";
import { adapters } from "@/lib/web/adapters";
import { takeOddRequests } from "@/lib/web/odd-requests";
import { setReadiness } from "@/lib/web/readiness";

const DATABASE_RETRY = 3 * SECOND;
/** Milliseconds. How often a run whose driver has died is looked for. */
const RESUME_INTERVAL = 20 * SECOND;

/**
 * Brings the process up: settings, migrations, keys, the first owner, unfinished batches. What a person must mend ends
 * the process with one message; a database that is out of reach is waited for.
 */
export async function start(): Promise<void> {
  const parsed = parseSettings(process.env);
  if (!parsed.ok) return refuse(settingsProblemText(parsed.problems));
  const wired = adapters();
  if (process.env.NODE_ENV === "production") captureConsole(wired.log);
  takeOddRequests();
  await bringUp(wired);
}

async function bringUp(wired: Adapters): Promise<void> {
  for (;;) {
    try {
      const report = await migrateDatabase(wired.settings.databaseUrl);
      if (report.applied.length > 0) wired.log.info({ event: "migrated", ...report }, "database migrated");
      await checkKeys(wired);
      await createConfiguredOwner(wired);
      break;
    } catch (error) {
      if (!isAppError(error, "database_unavailable")) return refuse(refusalText(error), error, wired);
      setReadiness({ ready: false, reason: error.message });
      wired.log.error({ event: "database_unavailable", err: error }, "waiting for the database");
      await pause(DATABASE_RETRY);
    }
  }
  setReadiness({ ready: true, since: wired.clock() });
  wired.log.info({ event: "started", database: wired.db.kind }, "Perennial is ready");
  listenForFarewell(() => setReadiness({ ready: false, reason: "Perennial is stopping." }));
  const resume = () =>
    untilFarewell((stopping) => resumeBatches(wired, stopping)).catch((error) =>
      wired.log.error({ event: "resume_failed", err: error }, "batches not resumed"),
    );
  void resume();
  setInterval(resume, RESUME_INTERVAL).unref();
  if (wired.settings.scheduler) startScheduler(wired);
}

async function createConfiguredOwner(wired: Adapters): Promise<void> {
  const { owner } = wired.settings;
  if (owner === null) return;
  const name = owner.email.split("@")[0] ?? owner.email;
  const outcome = await createOwner(serverContext(wired), { ...owner, name });
  if (outcome.kind === "invalid")
    throw new Error(`OWNER_EMAIL and OWNER_PASSWORD: ${Object.values(outcome.fieldErrors).join(" ")}`);
}

function refusalText(error: unknown): string {
  const reason = error instanceof Error ? error.message : String(error);
  return `Perennial cannot start.\n  - ${reason}\n`;
}

function refuse(text: string, error?: unknown, wired?: Adapters): never {
  wired?.log.fatal({ event: "start_refused", err: error }, "start refused");
  process.stderr.write(`\n${text}\n`);
  process.exit(1);
}
