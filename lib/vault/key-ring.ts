import "server-only";
import { randomBytes } from "node:crypto";
import { AppError } from "@/lib/domain/app-error";

export const KEY_BYTES = 32;
export const KEY_ID = /^[A-Za-z0-9_-]{1,32}$/;

/** The keys that open sealed texts, by id. The first one seals. */
export interface KeyRing {
  sealingKeyId: string;
  keys: ReadonlyMap<string, Buffer>;
}

/**
 * Reads `k2:<base64>,k1:<base64>`: the first key seals, all open.
 *
 * @throws AppError `key_set_wrong` on an empty list, a malformed or double id, or a key that is not 32 bytes.
 */
export function parseKeyRing(text: string): KeyRing {
  const keys = new Map<string, Buffer>();
  for (const entry of text.split(",").map((part) => part.trim())) {
    const separator = entry.indexOf(":");
    const id = entry.slice(0, Math.max(separator, 0));
    if (!KEY_ID.test(id)) throw wrong("each key is written as id:base64, with an id of letters, digits, - or _");
    if (keys.has(id)) throw wrong(`the key id "${id}" stands there twice`);
    keys.set(id, readKey(id, entry.slice(separator + 1)));
  }
  const [sealingKeyId] = keys.keys();
  if (sealingKeyId === undefined) throw wrong("there is no key");
  return { sealingKeyId, keys };
}

/** A new entry for the list, under an id that none of `taken` has: one more than the highest `k<number>`. */
export function makeKeyEntry(taken: readonly string[]): string {
  const numbers = taken.map((id) => Number(/^k(\d{1,9})$/.exec(id)?.[1] ?? 0));
  return `k${Math.max(0, ...numbers) + 1}:${randomBytes(KEY_BYTES).toString("base64")}`;
}

function readKey(id: string, base64: string): Buffer {
  const key = Buffer.from(base64, "base64");
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(base64) || key.length !== KEY_BYTES) {
    throw wrong(`the key "${id}" is not ${KEY_BYTES} bytes in base64`);
  }
  return key;
}

function wrong(reason: string): AppError {
  return new AppError("key_set_wrong", `TOKEN_ENCRYPTION_KEYS cannot be used: ${reason}.`);
}
