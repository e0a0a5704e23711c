import "server-only";
import { findPicture, type StoredPicture } from "@/lib/db/pictures";
import { authorize, type ServiceContext } from "./context";

/** The profile picture as the server keeps it, or null. */
export async function readPicture(
  ctx: ServiceContext,
  { accountId }: { accountId: string },
): Promise<StoredPicture | null> {
  authorize(ctx, "see_accounts");
  return findPicture(ctx.db, accountId);
}
