import "server-only";
import { v7 as timeOrderedId } from "uuid";
import { type AccountEventRow, insertEvent } from "@/lib/db/account-events";
import type { Queryable } from "@/lib/db/client";
import type { EventKind } from "@/lib/domain/account-view";
import type { InstagramFailure } from "@/lib/domain/instagram-failure";
import { actorColumns, type ServiceContext } from "./context";

export interface EventInput
  extends Partial<Pick<AccountEventRow, "expiresBefore" | "expiresAfter" | "durationMillis" | "detail">> {
  accountId: string;
  kind: EventKind;
  tokenVersion: number;
  failure?: InstagramFailure;
}

/** One line of an account's history, written in the caller's transaction. */
export async function recordEvent(ctx: ServiceContext, tx: Queryable, input: EventInput): Promise<void> {
  const { accountId, kind, tokenVersion, failure } = input;
  await insertEvent(tx, {
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
  });
  ctx.log.info({ event: kind, accountId, tokenVersion, reason: failure?.reason, code: failure?.code }, "account event");
}
