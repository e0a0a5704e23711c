import "server-only";
import {
  findTextsSealedOtherwise,
  replaceSealedTexts,
  SEALED_COLUMNS,
  type SealedColumn,
  type SealedText,
} from "@/lib/db/sealed-columns";
import { isAppError } from "@/lib/domain/app-error";
import type { Vault } from "@/lib/vault/seal";
import type { ServiceContext } from "./context";
import { sealedFor } from "./sealed-for";

/** Few enough that nobody who writes waits noticeably. */
const TEXTS_PER_WRITE = 100;

export interface ResealResult {
  resealed: number;
  /** Somebody else changed or held these just then. */
  passedOver: number;
  /** These open with no key: they were damaged before. */
  damaged: number;
}

/** One pass over every sealed text: what another key has sealed is opened and sealed with the first one. */
export async function resealOnce(
  ctx: ServiceContext,
  signal: AbortSignal,
  onProgress: (done: number) => void,
): Promise<ResealResult> {
  const result: ResealResult = { resealed: 0, passedOver: 0, damaged: 0 };
  for (const column of SEALED_COLUMNS) {
    for (let after = ""; !signal.aborted; ) {
      const texts = await findTextsSealedOtherwise(ctx.db, column, {
        keyId: ctx.vault.sealingKeyId,
        after,
        take: TEXTS_PER_WRITE,
      });
      const last = texts.at(-1);
      if (last === undefined) break;
      after = last.key;
      await resealTexts(ctx, column, texts, result);
      onProgress(result.resealed);
    }
  }
  return result;
}

async function resealTexts(
  { db, vault }: ServiceContext,
  column: SealedColumn,
  texts: readonly SealedText[],
  result: ResealResult,
): Promise<void> {
  const changes = texts.flatMap(({ key, sealed }) => {
    const resealed = reseal(vault, sealed, sealedFor(column, key));
    return resealed === null ? [] : [{ key, before: sealed, after: resealed }];
  });
  result.damaged += texts.length - changes.length;
  if (changes.length === 0) return;
  const replaced = await db.transaction((tx) => replaceSealedTexts(db.kind, tx, column, changes));
  result.resealed += replaced;
  result.passedOver += changes.length - replaced;
}

/** Null for a text that cannot be opened: it stays as it is. */
function reseal(vault: Vault, sealed: string, context: string): string | null {
  try {
    return vault.seal(vault.open(sealed, context), context);
  } catch (error) {
    if (isAppError(error)) return null;
    throw error;
  }
}
