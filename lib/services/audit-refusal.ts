import "server-only";
import { RATE_LIMITS } from "@/lib/domain/rate-limit";
import type { ServiceContext } from "./context";
import { type AuditInput, audit } from "./record-audit";
import { countRequest } from "./take-rate-limit";

/**
 * Writes down what somebody who is not signed in was refused. Nobody may fill the audit log from outside: beyond the limit,
 * counted for each subject and for all that have none, one row says so and the server's log alone tells the rest.
 */
export async function auditRefusal(ctx: ServiceContext, input: Omit<AuditInput, "outcome">): Promise<void> {
  const { action, address = null, subject = null } = input;
  const { most } = RATE_LIMITS.recorded_refusals;
  const { count, windowEndsAt } = await countRequest(ctx, "recorded_refusals", subject ?? "");
  if (count <= most) return audit(ctx, { ...input, outcome: "refused" });
  ctx.log.warn({ event: "refusal_left_out", action, address }, "refusal left out of the audit log");
  if (count > most + 1) return;
  const detail = { until: windowEndsAt.toISOString() };
  await audit(ctx, { action: "refusals_left_out", outcome: "refused", subject, detail });
}
