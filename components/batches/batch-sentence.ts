import { counted } from "@/lib/domain/date-text";
import type { BatchSnapshot } from "./batch-snapshot";

/** "12 of 40 accounts: 10 done, 1 failed, 1 skipped, 28 remaining." */
export function batchSentence(batch: BatchSnapshot, noun: string): string {
  const { total, done, failed, skipped, remaining, finished } = batch;
  const text = (count: number) => count.toLocaleString("en-US");
  const parts = `${text(done)} done, ${text(failed)} failed, ${text(skipped)} skipped`;
  if (finished) return `Finished: of ${counted(total, noun)}, ${parts}.`;
  return `${text(total - remaining)} of ${counted(total, noun)}: ${parts}, ${text(remaining)} remaining.`;
}
