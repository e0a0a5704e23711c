import "server-only";
import { createHash, randomBytes, randomUUID } from "node:crypto";
import { countAccounts } from "@/lib/db/account-list";
import { deleteConnectFlowsBefore, insertConnectFlow } from "@/lib/db/connect-flows";
import { AppError } from "@/lib/domain/app-error";
import { after, DAY, HOUR } from "@/lib/domain/durations";
import { authorize, type PersonContext } from "./context";

/** Milliseconds. As long as Instagram's code lives (instagram-platform §1.3). */
export const CONNECT_FLOW_LIFE = 1 * HOUR;
/** Milliseconds. How long an outcome can be shown again. */
const OUTCOME_LIFE = 30 * DAY;
const STATE_BYTES = 32;

export interface StartedConnect {
  flowId: string;
  /** Goes to the person's browser only; we keep its hash. */
  state: string;
  /** True when Instagram must ask who it is: its current session may be another account's. */
  forceReauthentication: boolean;
}

/** The form in which a state is stored. */
export function hashState(state: string): string {
  return createHash("sha256").update(state).digest("base64url");
}

/**
 * Begins a trip to Instagram's consent window. States are kept by value, each bound to this browser's session and good
 * for one answer, so that two tabs do not disturb each other.
 *
 * @throws AppError `forbidden`, `instagram_not_configured`.
 */
export async function startConnect(
  ctx: PersonContext,
  { reconnectAccountId }: { reconnectAccountId: string | null },
): Promise<StartedConnect> {
  authorize(ctx, "change_accounts");
  if (ctx.settings.instagram.credentials === null) {
    throw new AppError("instagram_not_configured", "The Instagram app id and secret are not set yet. See Settings.");
  }
  await deleteConnectFlowsBefore(ctx.db, after(ctx.now, -OUTCOME_LIFE));
  const state = randomBytes(STATE_BYTES).toString("base64url");
  const flowId = randomUUID();
  await insertConnectFlow(ctx.db, {
    id: flowId,
    stateHash: hashState(state),
    sessionId: ctx.actor.sessionId,
    userId: ctx.actor.userId,
    reconnectAccountId,
    createdAt: ctx.now,
    expiresAt: after(ctx.now, CONNECT_FLOW_LIFE),
    redeemedAt: null,
    finishedAt: null,
    outcome: null,
    accountId: null,
    detail: null,
  });
  const connected = await countAccounts(ctx.db, { search: "", label: null, status: null }, ctx.now);
  return { flowId, state, forceReauthentication: connected > 0 };
}
