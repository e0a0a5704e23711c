import "server-only";
import { deleteKeyCanaries, findKeyCanaries, insertKeyCanary, type KeyCanaryRow } from "@/lib/db/key-canaries";
import { countSealedTexts } from "@/lib/db/sealed-columns";
import { AppError } from "@/lib/domain/app-error";
import type { Vault } from "@/lib/vault/seal";
import type { Adapters } from "./context";

const CANARY = "Perennial can open what it sealed.";

/** What a canary is sealed for. */
export function canaryContext(keyId: string): string {
  return `canary:${keyId}`;
}

/**
 * Opens what each known key sealed earlier, and looks whether a key is missing that something needs, before anything is
 * written with a wrong one. Forgets keys that are gone and that nothing needs any more.
 *
 * @throws AppError `key_set_wrong` when a key under a known id is another one, when none of the keys that were used is
 * left, or when one is missing that sealed texts need.
 */
export async function checkKeys(adapters: Pick<Adapters, "db" | "vault" | "clock">): Promise<void> {
  const { db, vault, clock } = adapters;
  const canaries = await findKeyCanaries(db);
  openCanaries(vault, canaries);
  const missing = await findMissingKeys(adapters);
  if (missing.length > 0) throw new AppError("key_set_wrong", missingText(missing));
  await deleteKeyCanaries(
    db,
    canaries.map(({ keyId }) => keyId).filter((keyId) => !vault.keyIds.includes(keyId)),
  );
  const { sealingKeyId } = vault;
  if (!canaries.some(({ keyId }) => keyId === sealingKeyId)) {
    await insertKeyCanary(db, {
      keyId: sealingKeyId,
      sealed: vault.seal(CANARY, canaryContext(sealingKeyId)),
      createdAt: clock(),
    });
  }
}

function openCanaries(vault: Vault, canaries: readonly KeyCanaryRow[]): void {
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
}

/** Keys that sealed texts need and that the ring does not hold. Damaged texts need none. */
async function findMissingKeys({ db, vault }: Pick<Adapters, "db" | "vault">) {
  const used = await countSealedTexts(db);
  return used.filter(({ keyId }) => keyId !== "" && !vault.keyIds.includes(keyId));
}

function missingText(missing: Awaited<ReturnType<typeof findMissingKeys>>): string {
  const ids = missing.map(({ keyId }) => `"${keyId}"`).join(", ");
  const texts = missing.reduce((sum, use) => sum + use.texts, 0);
  return `TOKEN_ENCRYPTION_KEYS lacks ${ids}, and ${texts} sealed ${texts === 1 ? "text needs" : "texts need"} it. Put it back behind the others and run "npm run keys:rotate" before you remove it (docs/keys.md); nothing was changed.`;
}
