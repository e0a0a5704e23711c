import "server-only";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { connection } from "next/server";
import { type PersonContext, type ServiceContext, serverContext } from "@/lib/services/context";
import { isOwnerThere } from "@/lib/services/create-owner";
import { serverFacts as readServerFacts, type ServerFacts } from "@/lib/services/server-facts";
import { adapters } from "./adapters";
import { clientAddress } from "./client-address";
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

/** For a page that asks for no session: where its visitor comes from, and a context in which the server acts. */
export async function visitorContext(): Promise<{ ctx: ServiceContext; address: string }> {
  await connection();
  return { ctx: serverContext(adapters()), address: clientAddress(await headers()) };
}

/** What the pages may tell of this server's configuration. */
export async function serverFacts(): Promise<ServerFacts> {
  await connection();
  return readServerFacts(adapters());
}
