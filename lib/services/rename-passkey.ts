import "server-only";
import { renamePasskey as rename } from "@/lib/db/passkeys";
import { plainLine } from "@/lib/domain/plain-line";
import { authorize, type PersonContext } from "./context";
import { recordAudit } from "./record-audit";

export type RenamePasskeyOutcome = { kind: "renamed"; name: string } | { kind: "no_name" } | { kind: "gone" };

/** Gives one of the person's passkeys another name. */
export async function renamePasskey(
  ctx: PersonContext,
  input: { id: string; name: string },
): Promise<RenamePasskeyOutcome> {
  authorize(ctx, "change_profile");
  const name = plainLine(input.name);
  if (name === "") return { kind: "no_name" };
  return ctx.db.transaction(async (tx) => {
    if (!(await rename(tx, { id: input.id, userId: ctx.actor.userId, name }))) return { kind: "gone" };
    await recordAudit(ctx, tx, { action: "passkey_renamed", subject: name });
    return { kind: "renamed", name };
  });
}
