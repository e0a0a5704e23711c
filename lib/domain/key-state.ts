/** One encryption key by its id; the key itself is nowhere in it. */
export interface KeyState {
  id: string;
  /** seals: the first in TOKEN_ENCRYPTION_KEYS. opens: another one there. gone: needed, and not there. */
  role: "seals" | "opens" | "gone";
  /** Sealed texts that only this key opens. */
  texts: number;
}

/** The keys at hand in their order, then those that are missing. */
export function keyStates(
  ring: { sealingKeyId: string; keyIds: readonly string[] },
  used: readonly { keyId: string; texts: number }[],
): KeyState[] {
  const textsOf = (id: string) => used.find(({ keyId }) => keyId === id)?.texts ?? 0;
  const atHand = ring.keyIds.map((id) => ({
    id,
    role: id === ring.sealingKeyId ? ("seals" as const) : ("opens" as const),
    texts: textsOf(id),
  }));
  const gone = used
    .filter(({ keyId }) => keyId !== "" && !ring.keyIds.includes(keyId))
    .map(({ keyId, texts }) => ({ id: keyId, role: "gone" as const, texts }));
  return [...atHand, ...gone];
}

/** What a key is for now, and what to do about it. */
export function keySentence({ id, role, texts }: KeyState, sealingId: string): string {
  if (role === "seals") return "Seals everything new.";
  if (role === "gone") return "Missing in TOKEN_ENCRYPTION_KEYS, and still needed. Put it back.";
  if (texts === 0) {
    return `${id} is no longer used: you can remove it from TOKEN_ENCRYPTION_KEYS and restart. Keep it elsewhere for as long as you keep backups that it sealed.`;
  }
  return `Still needed. Run npm run keys:rotate on the server: it seals everything again with ${sealingId}.`;
}
