import "server-only";
import type { Queryable } from "@/lib/db/client";
import { lockOwners } from "@/lib/db/team";
import { AppError } from "@/lib/domain/app-error";
import type { ServiceContext } from "./context";

/**
 * Begins a transaction that changes who may do what: of two at the same moment one waits, and then sees what the other
 * has done. That may be to the one who acts, so that is asked again here.
 *
 * @returns the ids of all owners.
 * @throws AppError `forbidden` when the acting person is an owner no more.
 */
export async function takeTeamTurn({ actor }: ServiceContext, tx: Queryable): Promise<ReadonlySet<string>> {
  const owners = new Set(await lockOwners(tx));
  if (actor.kind === "person" && !owners.has(actor.userId)) {
    throw new AppError("forbidden", "You are no longer an owner. Nothing was changed.");
  }
  return owners;
}
