import { migrateDatabase } from "@/lib/db/migrate";
import { parseSettings } from "@/lib/env";
import { checkKeys } from "@/lib/services/check-keys";
import { type Adapters, serverContext, wireAdapters } from "@/lib/services/context";
import { createOwner } from "@/lib/services/create-owner";
import type { Simulator } from "@/simulator/simulator";
import { seed } from "../prisma/seed";
import { FriendlyError } from "./friendly-error";
import { OWNER } from "./local-environment";

/** The app's own adapters for `environment`, silent, for a script that works on the same database. */
export function adaptersFor(environment: Record<string, string>): Adapters {
  const parsed = parseSettings({ ...environment, LOG_LEVEL: "silent" });
  if (!parsed.ok) throw new FriendlyError(parsed.problems.join("\n"));
  return wireAdapters(parsed.settings);
}

/** Brings a local database up to date and, while it is empty, gives it an owner and the demo's accounts. */
export async function prepareDatabase(
  environment: Record<string, string>,
  ownerPassword: string,
  simulator: Simulator,
): Promise<void> {
  const adapters = adaptersFor(environment);
  try {
    await migrateDatabase(adapters.settings.databaseUrl);
    await checkKeys(adapters);
    await createOwner(serverContext(adapters), { ...OWNER, password: ownerPassword });
    await seed({ simulator, ownerEmail: OWNER.email, now: adapters.clock() }, adapters);
  } finally {
    await adapters.db.close();
  }
}
