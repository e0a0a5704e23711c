import "server-only";
import type { RowGroup } from "@/lib/db/load-plan";
import { SEALED_COLUMNS } from "@/lib/db/sealed-columns";
import { AppError } from "@/lib/domain/app-error";
import type { Vault } from "@/lib/vault/seal";
import { canaryContext } from "./check-keys";
import { sealedFor } from "./sealed-for";

const CANARY = { table: "KeyCanary", column: "sealed", key: "keyId" } as const;

interface KeyFindings {
  opened: number;
  refused: number;
  canaryRefused: boolean;
}

/** Looks at sealed texts that pass by: whether the keys at hand open them. */
export class SealedValues {
  readonly #vault: Vault;
  readonly #keys = new Map<string, KeyFindings>();
  readonly #missing = new Map<string, number>();
  #malformed = 0;

  constructor(vault: Vault) {
    this.#vault = vault;
  }

  look({ table, rows }: RowGroup): void {
    const place = (column: string) => table.columns.findIndex(({ name }) => name === column);
    for (const sealed of [CANARY, ...SEALED_COLUMNS]) {
      const [column, keyColumn] = [place(sealed.column), place(sealed.key)];
      if (sealed.table !== table.name || column === -1) continue;
      for (const row of rows) {
        const [text, key] = [row[column], row[keyColumn]];
        if (typeof text !== "string" || typeof key !== "string") continue;
        if (sealed.table === "KeyCanary") this.#lookAt(text, canaryContext(key), true);
        else this.#lookAt(text, sealedFor(sealed, key), false);
      }
    }
  }

  /**
   * Sealed texts that were damaged before the backup was made. Their accounts need a reconnect.
   *
   * @throws AppError `key_unknown` when texts need a key that is not there, `key_set_wrong` when a key is another one
   * under the same name.
   */
  judge(): number {
    const missing = [...this.#missing].map(([keyId, count]) => `"${keyId}" (${count})`);
    if (missing.length > 0) {
      throw new AppError(
        "key_unknown",
        `Tokens and secrets in it were sealed with keys that TOKEN_ENCRYPTION_KEYS does not hold: ${missing.join(", ")}. Add them to the list and try again.`,
      );
    }
    for (const [keyId, { opened, refused, canaryRefused }] of this.#keys) {
      if (canaryRefused || (opened === 0 && refused > 0)) {
        throw new AppError(
          "key_set_wrong",
          `The key "${keyId}" in TOKEN_ENCRYPTION_KEYS is not the one that its tokens were sealed with. Put the old key back and try again.`,
        );
      }
    }
    return [...this.#keys.values()].reduce((sum, { refused }) => sum + refused, this.#malformed);
  }

  #lookAt(sealed: string, context: string, isCanary: boolean): void {
    const keyId = this.#keyIdOf(sealed);
    if (keyId === null) {
      this.#malformed += 1;
    } else if (!this.#vault.keyIds.includes(keyId)) {
      // A canary of a key that nothing uses any more may stay behind; nobody needs to open it.
      if (!isCanary) this.#missing.set(keyId, (this.#missing.get(keyId) ?? 0) + 1);
    } else {
      const findings = this.#keys.get(keyId) ?? { opened: 0, refused: 0, canaryRefused: false };
      this.#keys.set(keyId, findings);
      if (this.#opens(sealed, context)) findings.opened += 1;
      else if (isCanary) findings.canaryRefused = true;
      else findings.refused += 1;
    }
  }

  #keyIdOf(sealed: string): string | null {
    try {
      return this.#vault.keyIdOf(sealed);
    } catch {
      return null;
    }
  }

  #opens(sealed: string, context: string): boolean {
    try {
      this.#vault.open(sealed, context);
      return true;
    } catch {
      return false;
    }
  }
}
