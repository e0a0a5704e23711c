import "server-only";
import { findPasskeys } from "@/lib/db/passkeys";
import type { PasskeyView } from "@/lib/domain/passkey";
import { authorize, type PersonContext } from "./context";

/** The person's own passkeys, the oldest first. */
export async function listPasskeys(ctx: PersonContext): Promise<PasskeyView[]> {
  authorize(ctx, "change_profile");
  const rows = await findPasskeys(ctx.db, ctx.actor.userId);
  return rows.map(({ id, name, createdAt, lastUsedAt }) => ({ id, name, createdAt, lastUsedAt }));
}
