import "server-only";
import { findAccount, updateLabel } from "@/lib/db/accounts";
import { plainLine, searchText } from "@/lib/domain/plain-line";
import { authorize, type ServiceContext } from "./context";
import { recordEvent } from "./record-event";

export type SetLabelOutcome = { kind: "set"; label: string } | { kind: "unchanged" } | { kind: "not_found" };

/** Sets or, with a blank text, removes an account's label. The label is kept as text whatever it holds. */
export async function setLabel(
  ctx: ServiceContext,
  { accountId, label: text }: { accountId: string; label: string },
): Promise<SetLabelOutcome> {
  authorize(ctx, "change_accounts");
  const label = plainLine(text);
  const account = await findAccount(ctx.db, accountId);
  if (account === null) return { kind: "not_found" };
  if (account.label === label) return { kind: "unchanged" };
  const change = { label, searchText: searchText(account.username, account.name, label) };
  const set = await ctx.db.transaction(async (tx) => {
    if (!(await updateLabel(tx, accountId, change))) return false;
    const detail = label === "" ? "Label removed." : `Label set to “${label}”.`;
    await recordEvent(ctx, tx, { accountId, kind: "label_set", tokenVersion: account.tokenVersion, detail });
    return true;
  });
  return set ? { kind: "set", label } : { kind: "not_found" };
}
