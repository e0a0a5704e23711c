import "server-only";
import { renameUser } from "@/lib/db/users";
import { plainLine } from "@/lib/domain/plain-line";
import { authorize, type PersonContext } from "./context";
import { recordAudit } from "./record-audit";

export type ChangeNameOutcome = { kind: "changed"; name: string } | { kind: "unchanged" } | { kind: "blank" };

/** Changes one's own name. What was done under the old one keeps it. */
export async function changeName(ctx: PersonContext, text: string): Promise<ChangeNameOutcome> {
  authorize(ctx, "change_profile");
  const name = plainLine(text);
  if (name === "") return { kind: "blank" };
  const { userId, email, name: before } = ctx.actor;
  if (name === before) return { kind: "unchanged" };
  await ctx.db.transaction(async (tx) => {
    await renameUser(tx, userId, name);
    await recordAudit(ctx, tx, { action: "profile_changed", subject: email, detail: { name, before } });
  });
  return { kind: "changed", name };
}
