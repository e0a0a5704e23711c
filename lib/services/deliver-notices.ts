import "server-only";
import { deleteOldDeliveries } from "@/lib/db/notice-deliveries";
import { deleteNoticesBefore } from "@/lib/db/notices";
import { after, DAY } from "@/lib/domain/durations";
import { type Adapters, serverContext } from "./context";
import { dispatchNotices } from "./dispatch-notices";
import { type SendingLimits, sendDeliveries } from "./send-deliveries";
import { writeDigest } from "./write-digest";

/** Milliseconds that told notices are remembered: longer than any token lives, so that none is told twice. */
const LEDGER_KEPT = 180 * DAY;
/** Milliseconds that the delivery log goes back. */
const LOG_KEPT = 90 * DAY;

/** Messages written, messages that went out, and attempts that failed. */
export interface DeliveryReport {
  dispatched: number;
  sent: number;
  failed: number;
}

/**
 * The notices' part of a tick: digest, then what waits is put into messages, then due messages are sent. Idempotent, safe
 * in several processes, and nothing new is sent after the deadline or the signal. A broken digest stops nothing else.
 */
export async function deliverNotices(adapters: Adapters, limits: SendingLimits): Promise<DeliveryReport> {
  const ctx = serverContext(adapters);
  await writeDigest(ctx).catch((error) =>
    adapters.log.error({ event: "digest_not_written", err: error }, "weekly digest not written"),
  );
  const dispatched = await dispatchNotices(ctx);
  if (dispatched > 0) {
    await deleteOldDeliveries(ctx.db, after(ctx.now, -LOG_KEPT));
    await deleteNoticesBefore(ctx.db, after(ctx.now, -LEDGER_KEPT));
  }
  return { dispatched, ...(await sendDeliveries(adapters, limits)) };
}
