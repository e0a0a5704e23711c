import "server-only";
import { cookies, headers } from "next/headers";
import { type GetTokenParams, getToken } from "next-auth/jwt";
import { cache } from "react";
import { AppError } from "@/lib/domain/app-error";
import { type PersonContext, requireFactor } from "@/lib/services/context";
import { readSession } from "@/lib/services/read-session";
import { adapters } from "./adapters";
import { clientAddress } from "./client-address";

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
  const sessionId = await readSessionId(wired.settings.secret);
  if (sessionId === null) return null;
  const actor = await readSession(wired, sessionId, clientAddress(await headers()));
  return actor === null ? null : { ...wired, actor, now: wired.clock() };
});

/** The session that this request's cookie names; next-auth has sealed it. */
async function readSessionId(secret: string): Promise<string | null> {
  const jar = Object.fromEntries((await cookies()).getAll().map(({ name, value }) => [name, value]));
  // getToken asks for a whole request and reads these two.
  const request = { cookies: jar, headers: Object.fromEntries(await headers()) } as unknown as GetTokenParams["req"];
  const token = await getToken({ req: request, secret });
  return typeof token?.sessionId === "string" ? token.sessionId : null;
}

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
