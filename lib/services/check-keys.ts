import "server-only";
import { findKeyCanaries, insertKeyCanary } from "@/lib/db/key-canaries";
import { AppError } from "@/lib/domain/app-error";
import type { Adapters } from "./context";

const CANARY = "Perennial can open what it sealed.";

/** What a canary is sealed for. */
export function canaryContext(keyId: string): string {
  return `canary:${keyId}`;
}

/**
 * Opens what each known key sealed earlier, before anything is written with a wrong one.
 *
 * @throws AppError `key_set_wrong` when a key under a known id is another one, or when none of the keys that were used
 * is left.
 */
export async function checkKeys({ db, vault, clock }: Adapters): Promise<void> {
  const canaries = await findKeyCanaries(db);
  for (const { keyId, sealed } of canaries.filter((canary) => vault.keyIds.includes(canary.keyId))) {
    try {
      vault.open(sealed, canaryContext(keyId));
    } catch (cause) {
      throw new AppError(
        "key_set_wrong",
        `The key "${keyId}" in TOKEN_ENCRYPTION_KEYS is not the one that this database was sealed with. Put the old key back; nothing was changed.`,
        { cause },
      );
    }
  }
  if (canaries.length > 0 && !canaries.some(({ keyId }) => vault.keyIds.includes(keyId))) {
    const ids = canaries.map(({ keyId }) => `"${keyId}"`).join(", ");
    throw new AppError(
      "key_set_wrong",
      `TOKEN_ENCRYPTION_KEYS holds none of the keys that sealed this database (${ids}). Put one of them back; nothing was changed.`,
    );
  }
  const { sealingKeyId } = vault;
  if (!canaries.some(({ keyId }) => keyId === sealingKeyId)) {
    await insertKeyCanary(db, {
      keyId: sealingKeyId,
      sealed: vault.seal(CANARY, canaryContext(sealingKeyId)),
      createdAt: clock(),
    });
  }
}
