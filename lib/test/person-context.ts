import type { Adapters, PersonContext } from "@/lib/services/context";
import { readSession } from "@/lib/services/read-session";

/** What whoever holds the cookie of this session acts in. */
export async function personContext(adapters: Adapters, sessionId: string): Promise<PersonContext> {
  const actor = await readSession(adapters, sessionId, "192.0.2.1");
  if (actor === null) throw new Error("There is no such session.");
  return { ...adapters, actor, now: adapters.clock() };
}
