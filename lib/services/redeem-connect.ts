import "server-only";
import { setTimeout as pause } from "node:timers/promises";
import { holdAccount } from "@/lib/db/accounts";
import {
  type ConnectFlowRow,
  findConnectFlow,
  findConnectFlowByState,
  finishConnectFlow,
  redeemConnectFlow,
} from "@/lib/db/connect-flows";
import type { ConnectOutcome } from "@/lib/domain/connect-outcome";
import { elapsed, SECOND } from "@/lib/domain/durations";
import { CALL_TIME_LIMIT } from "@/lib/instagram/client";
import { authorize, type PersonContext, type ServiceContext } from "./context";
import { hashState } from "./start-connect";

/** Milliseconds. Longer than all calls of a connect together; who has not finished by then never will. */
const REDEEM_TIME_LIMIT = 4 * CALL_TIME_LIMIT + 5 * SECOND;
const POLL_INTERVAL = 250;

export type RedeemResult =
  | { kind: "claimed"; flowId: string; reconnectAccountId: string | null }
  | { kind: "spent"; flowId: string }
  | { kind: "unknown" };

/**
 * Claims the one redemption of a state. A reload, double click or prefetch finds it spent, waits for the first one to
 * finish, and is then shown the stored outcome. A state of another browser, altered or too old is unknown.
 */
export async function redeemConnect(ctx: PersonContext, state: string): Promise<RedeemResult> {
  authorize(ctx, "change_accounts");
  const stateHash = hashState(state);
  const claimed = await redeemConnectFlow(ctx.db, stateHash, ctx.actor.sessionId, ctx.now);
  const flow = await findConnectFlowByState(ctx.db, stateHash);
  if (flow === null || flow.sessionId !== ctx.actor.sessionId) return { kind: "unknown" };
  if (claimed) return { kind: "claimed", flowId: flow.id, reconnectAccountId: flow.reconnectAccountId };
  if (flow.redeemedAt === null) return { kind: "unknown" };
  await waitForOutcome(ctx, flow);
  return { kind: "spent", flowId: flow.id };
}

async function waitForOutcome(ctx: ServiceContext, flow: ConnectFlowRow): Promise<void> {
  const remaining = flow.redeemedAt === null ? 0 : REDEEM_TIME_LIMIT - elapsed(flow.redeemedAt, ctx.now);
  const deadline = performance.now() + remaining;
  let current: ConnectFlowRow | null = flow;
  while (current !== null && current.finishedAt === null && performance.now() < deadline) {
    await pause(POLL_INTERVAL);
    current = await findConnectFlow(ctx.db, flow.id);
  }
}

/** @returns the outcome as it is kept: an account that was erased meanwhile is not named again. */
export async function finishConnect(
  ctx: ServiceContext,
  flowId: string,
  reached: ConnectOutcome,
  accountId: string | null,
): Promise<ConnectOutcome> {
  const outcome = await ctx.db.transaction(async (tx) => {
    const isErased = accountId !== null && !(await holdAccount(tx, accountId));
    const kept: ConnectOutcome = isErased ? { kind: "erased_meanwhile" } : reached;
    await finishConnectFlow(tx, flowId, {
      finishedAt: ctx.clock(),
      outcome: kept.kind,
      accountId: isErased ? null : accountId,
      detail: JSON.stringify(kept),
    });
    return kept;
  });
  ctx.log.info({ event: "connect_finished", flowId, outcome: outcome.kind, accountId }, "connect finished");
  return outcome;
}

/** Stands for a flow's id where Instagram brought a cancel back without its state (instagram-platform §1.4). */
export const CANCELLED_WITHOUT_STATE = "cancelled";

/** How a flow of this person ended; null when there is none of that id. */
export async function readConnectOutcome(
  ctx: PersonContext,
  flowId: string,
): Promise<{ outcome: ConnectOutcome; accountId: string | null; reconnectAccountId: string | null } | null> {
  authorize(ctx, "see_accounts");
  if (flowId === CANCELLED_WITHOUT_STATE) {
    return { outcome: { kind: "cancelled" }, accountId: null, reconnectAccountId: null };
  }
  const flow = await findConnectFlow(ctx.db, flowId);
  if (flow === null || flow.userId !== ctx.actor.userId) return null;
  const { accountId, reconnectAccountId } = flow;
  if (flow.finishedAt === null || flow.detail === null) {
    return flow.redeemedAt === null ? null : { outcome: { kind: "interrupted" }, accountId, reconnectAccountId };
  }
  return { outcome: JSON.parse(flow.detail) as ConnectOutcome, accountId, reconnectAccountId };
}
