import "server-only";
import { v7 as timeOrderedId } from "uuid";
import { type AccountEventRow, insertEvents } from "@/lib/db/account-events";
import type { Queryable } from "@/lib/db/client";
import type { EventKind } from "@/lib/domain/account-view";
import type { InstagramFailure } from "@/lib/domain/instagram-failure";
import { actorColumns, type ServiceContext } from "./context";

export interface EventInput
  extends Partial<Pick<AccountEventRow, "expiresBefore" | "expiresAfter" | "durationMillis" | "detail">> {
  /** Null: it happened to the app as a whole. */
  accountId: string | null;
  kind: EventKind;
  tokenVersion: number;
  failure?: InstagramFailure;
}

/** One line of history as it is stored. */
export function eventRow(ctx: ServiceContext, input: EventInput): AccountEventRow {
  const { accountId, kind, tokenVersion, failure } = input;
  return {
    id: timeOrderedId(),
    accountId,
    at: ctx.now,
    kind,
    tokenVersion,
    ...actorColumns(ctx),
    expiresBefore: input.expiresBefore ?? null,
    expiresAfter: input.expiresAfter ?? null,
    durationMillis: input.durationMillis ?? null,
    detail: input.detail ?? null,
    failureKind: failure?.kind ?? null,
    reason: failure?.reason ?? null,
    code: failure?.code ?? null,
    subcode: failure?.subcode ?? null,
    message: failure?.message || null,
  };
}

/** Answers that Perennial does not know are logged with Instagram's words, so that the table of errors can grow. */
export function logEvent(ctx: ServiceContext, row: AccountEventRow): void {
  const { kind, accountId, tokenVersion, reason, code, subcode, message } = row;
  const fields = { event: kind, accountId, tokenVersion, reason, code };
  if (row.failureKind === "unexpected") ctx.log.warn({ ...fields, subcode, answer: message }, "unexpected answer");
  else ctx.log.info(fields, "account event");
}

/** One line of history, written in the caller's transaction. */
export async function recordEvent(ctx: ServiceContext, tx: Queryable, input: EventInput): Promise<void> {
  const row = eventRow(ctx, input);
  await insertEvents(ctx.db.kind, tx, [row]);
  logEvent(ctx, row);
}
