import "server-only";
import type { InstagramFailure } from "@/lib/domain/instagram-failure";
import type { ServiceContext } from "./context";

/**
 * A token that Instagram calls dead is believed dead only when `/me` says so too; anything else keeps it
 * (instagram-platform §6.3, "Confirm death before acting").
 */
export async function confirmsDeath(ctx: ServiceContext, token: string, first: InstagramFailure): Promise<boolean> {
  if (first.kind !== "dead") return false;
  const second = await ctx.instagram.readProfile(token);
  return !second.ok && second.failure.kind === "dead";
}
