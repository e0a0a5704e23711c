import "server-only";
import { deletePasskey, findPasskey } from "@/lib/db/passkeys";
import type { PersonContext } from "./context";
import { type RemoveFactorOutcome, removeFactor } from "./remove-factor";

/** Forgets one of the person's passkeys. The device may go on offering it; it opens nothing any more. */
export async function removePasskey(ctx: PersonContext, id: string): Promise<RemoveFactorOutcome> {
  const { userId } = ctx.actor;
  const passkey = await findPasskey(ctx.db, id);
  const subject = passkey?.userId === userId ? passkey.name : null;
  return removeFactor(ctx, (tx) => deletePasskey(tx, { id, userId }), { action: "passkey_removed", subject });
}
