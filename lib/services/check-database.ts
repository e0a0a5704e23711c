import "server-only";
import { ownerExists } from "@/lib/db/users";
import { isAppError } from "@/lib/domain/app-error";
import type { Adapters } from "./context";

/** Asks the database one small question; the reason when it cannot answer, else null. */
export async function checkDatabase({ db, log }: Adapters): Promise<string | null> {
  try {
    await ownerExists(db);
    return null;
  } catch (error) {
    log.error({ event: "database_check_failed", err: error }, "the database does not answer");
    return isAppError(error) ? error.message : "The database does not answer as it should.";
  }
}
