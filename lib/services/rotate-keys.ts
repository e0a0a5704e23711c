import "server-only";
import { setTimeout as pause } from "node:timers/promises";
import { findHeldLeases } from "@/lib/db/accounts";
import { deleteKeyCanaries, findKeyCanaries } from "@/lib/db/key-canaries";
import { countSealedTexts, type KeyUse } from "@/lib/db/sealed-columns";
import { checkKeys } from "./check-keys";
import { LEASE_TIME } from "./claimed-account";
import { authorize, type ServiceContext } from "./context";
import { audit } from "./record-audit";
import { resealOnce } from "./reseal-once";

/** Milliseconds between looks at whether renewals that were under way have ended. */
const LEASE_LOOK_INTERVAL = 200;
/** After so many something keeps sealing with an old key, and another pass would not help. */
const MOST_PASSES = 20;

export interface RotateInput {
  /** No server runs: then none needs to have been started with the new key first. */
  serversStopped: boolean;
  signal: AbortSignal;
  /** Told again and again how many texts of how many are done. */
  onProgress: (done: number, total: number) => void;
}

export type RotateOutcome =
  /** `stillUsed`: keys beside the sealing one that sealed texts still need. `removable`: the others in the ring. */
  | {
      kind: "rotated";
      sealingKeyId: string;
      resealed: number;
      damaged: number;
      stillUsed: KeyUse[];
      removable: string[];
    }
  /** The rest is done by the next call. */
  | { kind: "stopped"; resealed: number }
  /** No server has been started with this key in the first place: those that run would go on with the old one. */
  | { kind: "servers_behind"; sealingKeyId: string };

/**
 * Seals everything again with the first key of the ring, a group at a time, while servers go on working. What somebody
 * stores meanwhile is never overwritten, and every text can be opened at every moment. Safe to break off, to repeat and
 * to run twice at once.
 *
 * @throws AppError `key_set_wrong` as {@link checkKeys} does; then nothing was changed.
 */
export async function rotateKeys(ctx: ServiceContext, input: RotateInput): Promise<RotateOutcome> {
  authorize(ctx, "change_security");
  const { sealingKeyId } = ctx.vault;
  const canaries = await findKeyCanaries(ctx.db);
  const isKnown = canaries.some(({ keyId }) => keyId === sealingKeyId);
  if (!isKnown && canaries.length > 0 && !input.serversStopped) return { kind: "servers_behind", sealingKeyId };
  await checkKeys(ctx);
  const total = sumOf(othersIn(await countSealedTexts(ctx.db), sealingKeyId));
  await audit(ctx, { action: "key_rotation_started", subject: sealingKeyId, detail: { texts: total } });
  const { resealed, damaged } = await resealAll(ctx, input, total);
  if (input.signal.aborted) return { kind: "stopped", resealed };
  const stillUsed = othersIn(await countSealedTexts(ctx.db), sealingKeyId);
  const removable = ctx.vault.keyIds.filter(
    (id) => id !== sealingKeyId && !stillUsed.some(({ keyId }) => keyId === id),
  );
  await deleteKeyCanaries(ctx.db, removable);
  await audit(
    { ...ctx, now: ctx.clock() },
    {
      action: "key_rotation_finished",
      subject: sealingKeyId,
      detail: { resealed, damaged, stillUsed: sumOf(stillUsed), removable: removable.join(", ") },
    },
  );
  ctx.log.info({ event: "keys_rotated", sealingKeyId, resealed, damaged, stillUsed }, "keys rotated");
  return { kind: "rotated", sealingKeyId, resealed, damaged, stillUsed, removable };
}

/**
 * Passes over everything until one finds nothing to do. A renewal under way may have read a token before and put it back
 * as the previous one: those that held a lease when the last pass began are waited for, and then it looks again.
 */
async function resealAll(ctx: ServiceContext, { signal, onProgress }: RotateInput, total: number) {
  let resealed = 0;
  let damaged = 0;
  let waitedFor = false;
  for (let pass = 1; pass <= MOST_PASSES && !signal.aborted; pass += 1) {
    const held = await findHeldLeases(ctx.db, ctx.clock());
    const done = await resealOnce(ctx, signal, (more) => onProgress(Math.min(resealed + more, total), total));
    resealed += done.resealed;
    damaged = done.damaged;
    if (done.resealed > 0 || done.passedOver > 0) {
      waitedFor = false;
      continue;
    }
    if (waitedFor || resealed === 0) break;
    await waitForLeases(ctx, held, signal);
    waitedFor = true;
  }
  return { resealed, damaged };
}

async function waitForLeases({ db, clock }: ServiceContext, held: readonly string[], signal: AbortSignal) {
  const deadline = performance.now() + LEASE_TIME;
  while (!signal.aborted && performance.now() < deadline) {
    const now = new Set(await findHeldLeases(db, clock()));
    if (!held.some((leaseId) => now.has(leaseId))) return;
    await pause(LEASE_LOOK_INTERVAL);
  }
}

function othersIn(used: readonly KeyUse[], sealingKeyId: string): KeyUse[] {
  return used.filter(({ keyId }) => keyId !== sealingKeyId);
}

function sumOf(used: readonly KeyUse[]): number {
  return used.reduce((sum, { texts }) => sum + texts, 0);
}
