/** How many recovery codes a person gets at once. */
export const RECOVERY_CODES = 10;
/** Random bytes of one recovery code: 80 bits. */
export const RECOVERY_CODE_BYTES = 10;
/** Milliseconds that a code of an authenticator app stands on its screen. */
export const CODE_PERIOD = 30_000;
export const CODE_DIGITS = 6;
/** A clock may be this many periods ahead or behind. */
export const CODE_WINDOW = 1;

/** Without I, L, O and U, which are read as 1, 1, 0 and V. */
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const MISREAD: Record<string, string> = { I: "1", L: "1", O: "0", U: "V" };
const BITS_A_SIGN = 5;
const SIGNS = (RECOVERY_CODE_BYTES * 8) / BITS_A_SIGN;

/** Four groups of four signs. */
export function recoveryCodeText(bytes: Uint8Array): string {
  let bits = 0n;
  for (const byte of bytes) bits = (bits << 8n) | BigInt(byte);
  const signs = Array.from({ length: SIGNS }, (_, index) => {
    const shift = BigInt((SIGNS - 1 - index) * BITS_A_SIGN);
    return ALPHABET[Number((bits >> shift) & 31n)];
  });
  return signs.join("").replace(/(.{4})(?=.)/g, "$1-");
}

export type TypedCode = { kind: "authenticator" | "recovery"; code: string };

/** What somebody typed into the one field for both kinds of codes, in the shape in which it is compared, or null. */
export function readTypedCode(text: string): TypedCode | null {
  const signs = text
    .normalize("NFKC")
    .replace(/[\s\p{Pd}]/gu, "")
    .toUpperCase();
  if (/^[0-9]{6}$/.test(signs)) return { kind: "authenticator", code: signs };
  const code = signs.replace(/[ILOU]/g, (sign) => MISREAD[sign] ?? sign);
  return code.length === SIGNS && [...code].every((sign) => ALPHABET.includes(sign))
    ? { kind: "recovery", code }
    : null;
}
