import "server-only";
import { cookies, headers } from "next/headers";
import { type GetTokenParams, getToken } from "next-auth/jwt";
import { cache } from "react";
import { AppError } from "@/lib/domain/app-error";
import type { PersonContext } from "@/lib/services/context";
import { readSession } from "@/lib/services/read-session";
import { adapters } from "./adapters";
import { clientAddress } from "./client-address";

/**
 * A context for the person behind this request's cookie, or null. Every request asks the database; layout and page of
 * one rendering share the answer and its `now`.
 */
export const currentContext = cache(async (): Promise<PersonContext | null> => {
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
 * The gate of every action and handler.
 *
 * @throws AppError `not_signed_in`.
 */
export async function requireContext(): Promise<PersonContext> {
  const ctx = await currentContext();
  if (ctx === null) throw new AppError("not_signed_in", "You are signed out. Sign in and try again.");
  return ctx;
}
