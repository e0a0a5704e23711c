import "server-only";
import { findProfileChanges } from "@/lib/db/account-events";
import { type AccountRecord, deleteAccountAtVersion } from "@/lib/db/accounts";
import { forgetAccountInBatches } from "@/lib/db/batches";
import type { Queryable } from "@/lib/db/client";
import { deleteConnectFlowsAbout } from "@/lib/db/connect-flows";
import { deleteDelivery, findDeliveriesAbout, replaceMessage } from "@/lib/db/notice-deliveries";
import type { ServiceContext } from "./context";
import { parseMessage } from "./stored-message";

/** What a line of a run says from then on. */
export const ERASED_LINE = { subject: "An erased account", message: "Its data was erased at its owner's request." };

/**
 * Erases, inside `tx`, all that was ever stored of an account: token, profile, history, notices and secret addresses go
 * with its row; runs, trips to Instagram and messages lose what they say of it.
 *
 * @returns false when the account's token changed since it was read; then nothing of it is erased.
 */
export async function eraseAccount(
  ctx: ServiceContext,
  tx: Queryable,
  account: Pick<AccountRecord, "id" | "username" | "tokenVersion">,
): Promise<boolean> {
  const { id, username, tokenVersion } = account;
  const names = formerNames(await findProfileChanges(tx, id));
  if (!(await deleteAccountAtVersion(tx, id, tokenVersion))) return false;
  await forgetAccountInBatches(tx, id, { ...ERASED_LINE, finishedAt: ctx.now });
  await deleteConnectFlowsAbout(tx, id, [username, ...names]);
  // After the row, whose deletion waits for a message that is just being made of its notices.
  for (const delivery of await findDeliveriesAbout(tx, id)) await forgetInMessage(tx, delivery, id);
  return true;
}

/** Usernames in sentences such as "@old is now @new.", whose last full stop is not the name's. */
function formerNames(sentences: readonly string[]): string[] {
  return sentences.flatMap((sentence) =>
    [...sentence.matchAll(/@(\S+?)(?=\.?(?:\s|$))/g)].flatMap(([, name]) => name ?? []),
  );
}

async function forgetInMessage(
  tx: Queryable,
  { id, message }: { id: string; message: string },
  accountId: string,
): Promise<void> {
  const parsed = parseMessage(message);
  const items = parsed.items.filter((item) => item.accountId !== accountId);
  if (items.length === 0) return deleteDelivery(tx, id);
  const total = parsed.total - (parsed.items.length - items.length);
  await replaceMessage(tx, id, JSON.stringify({ ...parsed, items, total }));
}
