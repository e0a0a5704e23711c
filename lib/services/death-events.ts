import "server-only";
import { formatDate } from "@/lib/domain/date-text";
import type { DeathDecision } from "@/lib/domain/death-rule";
import type { InstagramFailure } from "@/lib/domain/instagram-failure";
import type { Settlement } from "./settle";

/** What history says of an answer that calls a token dead: suspected first, and declared only when looks agree. */
export function deathEvents(death: DeathDecision | null, failure: InstagramFailure): Settlement["events"] {
  switch (death?.kind) {
    case "believed":
      return [{ kind: "declared_dead", failure }];
    case "suspected": {
      const detail = `Perennial looks again at ${formatDate(death.lookAgainAt, "minute")} before it believes this.`;
      return [{ kind: "death_suspected", detail }];
    }
    default:
      return [];
  }
}
