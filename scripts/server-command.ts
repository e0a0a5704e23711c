import type { Adapters } from "@/lib/services/context";
import { FriendlyError } from "./friendly-error";
import { loadEnvironment } from "./server-database";
import { stopRequested } from "./stop-signals";

/** What a command on the server works with. */
export interface ServerCommand {
  adapters: Adapters;
  /** Ends when somebody asks the process to stop. */
  signal: AbortSignal;
}

/**
 * Runs a command with the settings of the environment or of .env. Whatever goes wrong becomes a sentence.
 *
 * @throws FriendlyError
 */
export async function runServerCommand(work: (command: ServerCommand) => Promise<void>): Promise<void> {
  await loadEnvironment();
  const { parseSettings } = await import("@/lib/env");
  const parsed = parseSettings(process.env);
  if (!parsed.ok) {
    const problems = parsed.problems.map((problem) => `  - ${problem}`).join("\n");
    throw new FriendlyError(`Settings need your attention first.\n${problems}`);
  }
  const { wireAdapters } = await import("@/lib/services/context");
  const adapters = wireAdapters(parsed.settings);
  const stopping = new AbortController();
  void stopRequested().then(() => stopping.abort());
  try {
    await work({ adapters, signal: stopping.signal });
  } catch (error) {
    if (stopping.signal.aborted) throw new FriendlyError("Stopped. Nothing was changed.");
    throw error instanceof Error ? new FriendlyError(error.message, { cause: error }) : error;
  } finally {
    await adapters.db.close();
  }
}
