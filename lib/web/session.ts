import "server-only";
import { headers } from "next/headers";
import { cache } from "react";
import { AppError } from "@/lib/domain/app-error";
import { type PersonContext, requireFactor } from "@/lib/services/context";
import { readSession } from "@/lib/services/read-session";
import { adapters } from "./adapters";
import { clientAddress } from "./client-address";
import { readSessionId } from "./session-cookie";

/** For the few things that a person may do who must set up a second factor first: {@link sessionContext} lets them. */
export interface GateOptions {
  withoutFactor?: boolean;
}

/**
 * A context for the person behind this request's cookie, or null, also for somebody who must set up a second factor
 * before anything else. Every request asks the database; layout and page of one rendering share the answer and its `now`.
 */
export const sessionContext = cache(async (): Promise<PersonContext | null> => {
  const wired = adapters();
  const sessionId = await readSessionId();
  if (sessionId === null) return null;
  const actor = await readSession(wired, sessionId, clientAddress(await headers()));
  return actor === null ? null : { ...wired, actor, now: wired.clock() };
});

/**
 * As {@link sessionContext}, for everything else.
 *
 * @throws AppError `second_factor_needed`.
 */
export async function currentContext({ withoutFactor = false }: GateOptions = {}): Promise<PersonContext | null> {
  const ctx = await sessionContext();
  if (ctx !== null && !withoutFactor) requireFactor(ctx.actor);
  return ctx;
}

/**
 * The gate of every action and handler.
 *
 * @throws AppError `not_signed_in`, `second_factor_needed`.
 */
export async function requireContext(options?: GateOptions): Promise<PersonContext> {
  const ctx = await currentContext(options);
  if (ctx === null) throw new AppError("not_signed_in", "You are signed out. Sign in and try again.");
  return ctx;
}
