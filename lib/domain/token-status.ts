import type { TokenFacts } from "./account-facts";
import { after, DAY } from "./durations";

/** Milliseconds. With this much life or less a token counts as expiring soon. */
export const EXPIRING_SOON = 14 * DAY;

export const TOKEN_STATUSES = [
  "reconnect_needed",
  "expired",
  "action_needed",
  "permission_problem",
  "expiring_soon",
  "active",
] as const;
export type TokenStatus = (typeof TOKEN_STATUSES)[number];

export const STATUS_TEXT: Record<TokenStatus, string> = {
  active: "Active",
  expiring_soon: "Expiring soon",
  expired: "Expired",
  reconnect_needed: "Reconnect needed",
  action_needed: "Action needed",
  permission_problem: "Permission problem",
};

/** The first axis: what the token is worth at `now`. The most final fact wins. */
export function tokenStatus(facts: Pick<TokenFacts, "verdict" | "expiresAt">, now: Date): TokenStatus {
  if (facts.verdict === "dead") return "reconnect_needed";
  if (facts.expiresAt.getTime() <= now.getTime()) return "expired";
  if (facts.verdict === "action_needed") return "action_needed";
  if (facts.verdict === "permission") return "permission_problem";
  if (facts.expiresAt.getTime() <= after(now, EXPIRING_SOON).getTime()) return "expiring_soon";
  return "active";
}

/** The rows for which {@link tokenStatus} gives `status`, as conditions on stored facts. Held to it by a property test. */
export function statusPredicate(status: TokenStatus, now: Date) {
  const soon = after(now, EXPIRING_SOON);
  switch (status) {
    case "reconnect_needed":
      return { verdict: "dead" };
    case "expired":
      return { OR: [{ verdict: null }, { verdict: { not: "dead" } }], expiresAt: { lte: now } };
    case "action_needed":
      return { verdict: "action_needed", expiresAt: { gt: now } };
    case "permission_problem":
      return { verdict: "permission", expiresAt: { gt: now } };
    case "expiring_soon":
      return { verdict: null, expiresAt: { gt: now, lte: soon } };
    case "active":
      return { verdict: null, expiresAt: { gt: soon } };
  }
}

/** True when only a person can help: the ones that "Needs attention" gathers. */
export function needsAttention(status: TokenStatus): boolean {
  return status !== "active" && status !== "expiring_soon";
}

/** The rows for which a person must act now. */
export function attentionPredicate(now: Date) {
  return { OR: [{ verdict: { not: null } }, { expiresAt: { lte: now } }] };
}
