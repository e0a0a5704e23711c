import "server-only";
import { getServerSession } from "next-auth";
import { AppError } from "@/lib/domain/app-error";
import type { PersonContext } from "@/lib/services/context";
import { readSession } from "@/lib/services/read-session";
import { adapters } from "./adapters";
import { authOptions } from "./auth";

/** A context for the person behind this request's cookie, or null. Every request asks the database. */
export async function currentContext(): Promise<PersonContext | null> {
  const wired = adapters();
  const session = await getServerSession(authOptions());
  if (session?.sessionId === undefined) return null;
  const actor = await readSession(wired, session.sessionId);
  return actor === null ? null : { ...wired, actor, now: wired.clock() };
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
