import "server-only";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { connection } from "next/server";
import { HOME_PATH, returnPath } from "@/lib/domain/return-path";
import { type PersonContext, type ServiceContext, serverContext } from "@/lib/services/context";
import { isOwnerThere } from "@/lib/services/create-owner";
import { serverFacts as readServerFacts, type ServerFacts } from "@/lib/services/server-facts";
import { adapters } from "./adapters";
import { askedPage } from "./asked-page";
import { clientAddress } from "./client-address";
import { type GateOptions, sessionContext } from "./session";

const SIGN_IN_PAGE = "/sign-in";

/** Where a second factor is set up. */
export const FACTOR_PAGE = "/settings/profile#second-factors";

/**
 * A page's context. Sends visitors to the set-up while there is no owner, else to the sign-in, and to the profile whoever
 * must set up a second factor first.
 */
export async function pageContext({ withoutFactor = false }: GateOptions = {}): Promise<PersonContext> {
  await connection();
  const ctx = await sessionContext();
  if (ctx?.actor.mustAddFactor && !withoutFactor) redirect(FACTOR_PAGE);
  if (ctx !== null) return ctx;
  redirect((await isOwnerThere(adapters())) ? await signInPath() : "/setup");
}

/** The sign-in, and from there back to the page that was asked for. */
export async function signInPath(): Promise<string> {
  const path = await askedPage();
  return returnPath(path) === HOME_PATH ? SIGN_IN_PAGE : `${SIGN_IN_PAGE}?next=${encodeURIComponent(path)}`;
}

/** Who looks at the set-up or the sign-in page. */
export async function visitorState(): Promise<{ ownerExists: boolean; signedIn: boolean }> {
  await connection();
  const [ctx, ownerExists] = await Promise.all([sessionContext(), isOwnerThere(adapters())]);
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
