import "server-only";
import { countSealedTexts } from "@/lib/db/sealed-columns";
import { type KeyState, keyStates } from "@/lib/domain/key-state";
import { authorize, type ServiceContext } from "./context";

/** Which keys there are, by their ids, and how much each has sealed. One pass over the texts' beginnings. */
export async function listKeys(ctx: ServiceContext): Promise<KeyState[]> {
  authorize(ctx, "change_security");
  return keyStates(ctx.vault, await countSealedTexts(ctx.db));
}
