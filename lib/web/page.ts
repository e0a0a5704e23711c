import "server-only";
import { redirect } from "next/navigation";
import { connection } from "next/server";
import type { PersonContext } from "@/lib/services/context";
import { isOwnerThere } from "@/lib/services/create-owner";
import { serverFacts as readServerFacts, type ServerFacts } from "@/lib/services/server-facts";
import { adapters } from "./adapters";
import { currentContext } from "./session";

/** A page's context. Sends visitors to the set-up while there is no owner, else to the sign-in. */
export async function pageContext(): Promise<PersonContext> {
  await connection();
  const ctx = await currentContext();
  if (ctx !== null) return ctx;
  redirect((await isOwnerThere(adapters())) ? "/sign-in" : "/setup");
}

/** Who looks at the set-up or the sign-in page. */
export async function visitorState(): Promise<{ ownerExists: boolean; signedIn: boolean }> {
  await connection();
  const [ctx, ownerExists] = await Promise.all([currentContext(), isOwnerThere(adapters())]);
  return { ownerExists, signedIn: ctx !== null };
}

/** What the pages may tell of this server's configuration. */
export async function serverFacts(): Promise<ServerFacts> {
  await connection();
  return readServerFacts(adapters());
}
