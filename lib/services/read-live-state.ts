import "server-only";
import { createHash } from "node:crypto";
import { findNewestIds } from "@/lib/db/changes";
import { readAppCondition } from "./app-condition";
import { authorize, type ServiceContext } from "./context";
import { schedulerState } from "./scheduler-state";

const REVISION_LENGTH = 12;

export interface LiveState {
  /** Short; another one as soon as a page may show something else. */
  revision: string;
  /** Why nothing is renewed by itself, or null while somebody drives the renewals. */
  schedulerProblem: string | null;
}

/** What open pages ask for again and again: three small looks, however many accounts are stored. */
export async function readLiveState(ctx: ServiceContext, servingSince: Date): Promise<LiveState> {
  authorize(ctx, "see_accounts");
  const [ids, { pausedUntil, slowUntil, faultSince, faultProbeAt }, { health }] = await Promise.all([
    findNewestIds(ctx.db),
    readAppCondition(ctx),
    schedulerState(ctx, servingSince),
  ]);
  const schedulerProblem = health.ok ? null : health.reason;
  const role = ctx.actor.kind === "person" ? ctx.actor.role : null;
  const facts = JSON.stringify([role, ids, pausedUntil, slowUntil, faultSince, faultProbeAt, schedulerProblem]);
  const revision = createHash("sha256").update(facts).digest("base64url").slice(0, REVISION_LENGTH);
  return { revision, schedulerProblem };
}
