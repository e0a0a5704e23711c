import "server-only";
import { z } from "zod";
import { holdAccount } from "@/lib/db/accounts";
import { type BatchItemRow, type BatchKind, finishItem } from "@/lib/db/batches";
import { extendSentence, extendTally } from "@/lib/domain/extend-outcome";
import { type ImportOutcome, importSentence, importTally } from "@/lib/domain/import-outcome";
import type { ServiceContext } from "./context";
import { ERASED_LINE } from "./erase-account";
import { importToken } from "./import-token";
import { beginRenewal, type Renewal } from "./renew-token";
import { itemContext } from "./start-batch";

const date = z.iso
  .datetime()
  .nullable()
  .transform((text) => (text === null ? null : new Date(text)));
const sealedLine = z.discriminatedUnion("ok", [
  z.object({
    ok: z.literal(true),
    value: z.object({ token: z.string(), issuedAt: date, expiresAt: date, label: z.string().nullable() }),
  }),
  z.object({ ok: z.literal(false), problem: z.string() }),
]);

type ItemResult = Omit<Parameters<typeof finishItem>[2], "finishedAt">;

/**
 * Does one item of a batch and writes its result. An item's fault stays its own: what throws becomes a failed line.
 *
 * @returns the look at `/me` that is still to be taken with a new token, or null.
 */
export async function runBatchItem(
  ctx: ServiceContext,
  kind: BatchKind,
  item: BatchItemRow,
): Promise<Renewal["confirm"]> {
  let unconfirmed: Renewal["confirm"] = null;
  let result: ItemResult;
  try {
    if (kind === "extend") {
      const { outcome, confirm } = await beginRenewal(ctx, { accountId: item.accountId ?? "" });
      unconfirmed = confirm;
      result = { state: extendTally(outcome), message: extendSentence(outcome) };
    } else {
      result = await importLine(ctx, item);
    }
  } catch (error) {
    ctx.log.error(
      { event: "batch_item_failed", runId: item.runId, position: item.position, err: error },
      "batch item failed",
    );
    result = {
      state: "failed",
      message: "Perennial could not do this one because of a fault of its own. Try it again.",
    };
  }
  await writeResult(ctx, item, result);
  return unconfirmed;
}

/** An account that was erased meanwhile is not named again. */
async function writeResult(ctx: ServiceContext, { id }: BatchItemRow, result: ItemResult): Promise<void> {
  const { accountId } = result;
  const finishedAt = ctx.clock();
  if (accountId === undefined) return finishItem(ctx.db, id, { ...result, finishedAt });
  await ctx.db.transaction(async (tx) => {
    const told: ItemResult = (await holdAccount(tx, accountId)) ? result : { state: "skipped", ...ERASED_LINE };
    await finishItem(tx, id, { ...told, finishedAt });
  });
}

async function importLine(ctx: ServiceContext, item: BatchItemRow): Promise<ItemResult> {
  const line = sealedLine.parse(JSON.parse(ctx.vault.open(item.sealedInput ?? "", itemContext(item.id))));
  if (!line.ok) return imported({ kind: "bad_line", problem: line.problem }, null);
  const { outcome, accountId } = await importToken(ctx, line.value);
  return imported(outcome, accountId);
}

function imported(outcome: ImportOutcome, accountId: string | null): ItemResult {
  return {
    state: importTally(outcome),
    message: importSentence(outcome),
    ...(accountId === null ? {} : { accountId }),
    ...("username" in outcome ? { subject: `@${outcome.username}` } : {}),
  };
}
