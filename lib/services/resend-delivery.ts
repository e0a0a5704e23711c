import "server-only";
import { findDelivery, reviveDelivery } from "@/lib/db/notice-deliveries";
import { authorize, type ServiceContext } from "./context";
import { type DeliveryOutcome, sendDelivery } from "./send-delivery";

export type ResendOutcome = DeliveryOutcome | { kind: "not_found" } | { kind: "not_dead" };

/** Sends a message that was given up once more, at once; when that fails, it is tried for another day. */
export async function resendDelivery(
  ctx: ServiceContext,
  { deliveryId }: { deliveryId: string },
): Promise<ResendOutcome> {
  authorize(ctx, "change_notices");
  const revived = await reviveDelivery(ctx.db, deliveryId, ctx.now);
  const delivery = await findDelivery(ctx.db, deliveryId);
  if (delivery === null) return { kind: "not_found" };
  return revived ? sendDelivery(ctx, delivery) : { kind: "not_dead" };
}
