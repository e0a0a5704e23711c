import { endWith, FriendlyError } from "./friendly-error";
import { loadEnvironment } from "./server-database";
import { stopRequested } from "./stop-signals";

/** One run from a shell, with the settings of the environment or of .env; for hosts whose cron starts programs. */
async function renew(): Promise<void> {
  await loadEnvironment();
  const { parseSettings, settingsProblemText } = await import("../lib/env");
  const parsed = parseSettings(process.env);
  if (!parsed.ok) throw new FriendlyError(settingsProblemText(parsed.problems));
  const { migrateDatabase } = await import("../lib/db/migrate");
  const { checkKeys } = await import("../lib/services/check-keys");
  const { wireAdapters } = await import("../lib/services/context");
  const { refreshPictures } = await import("../lib/services/refresh-pictures");
  const { renewDueTokens } = await import("../lib/services/renew-due-tokens");
  const stopping = new AbortController();
  void stopRequested().then(() => stopping.abort());
  await migrateDatabase(parsed.settings.databaseUrl);
  const adapters = wireAdapters(parsed.settings);
  try {
    await checkKeys(adapters);
    const { renewed, failed, checked, complete } = await renewDueTokens(adapters, {
      trigger: "command",
      signal: stopping.signal,
    });
    if (complete) await refreshPictures(adapters, { signal: stopping.signal });
    console.log(`${renewed} renewed, ${failed} failed, ${checked} checked${complete ? "" : "; there is more to do"}.`);
  } finally {
    await adapters.db.close();
  }
}

renew().then(() => process.exit(0), endWith);
