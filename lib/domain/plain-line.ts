export const LONGEST_LINE = 80;

/**
 * A name or label from outside as it is stored: one line, no control or direction characters, composed Unicode, at
 * most 80 characters. Everything else is kept as it came, markup too: it is text.
 */
export function plainLine(text: string): string {
  const oneLine = text
    .normalize("NFC")
    .replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]+/gu, " ")
    .replace(/\s+/gu, " ")
    .trim();
  return [...oneLine].slice(0, LONGEST_LINE).join("").trim();
}

/** What the search looks into; the same rule on both sides makes it ignore case for every script. */
export function searchText(...parts: readonly string[]): string {
  return parts.join("\n").normalize("NFC").toLowerCase();
}
