export const LONGEST_LINE = 80;

/**
 * A name or label from outside as it is stored: one line, no control or direction characters, composed and well-formed
 * Unicode, at most 80 characters. Everything else is kept as it came, markup too: it is text.
 */
export function plainLine(text: string): string {
  return boundedLine(text, LONGEST_LINE);
}

/** As {@link plainLine}, for what may be longer than a name: at most `longest` characters, none of them cut in half. */
export function boundedLine(text: string, longest: number): string {
  const oneLine = text
    .toWellFormed()
    .normalize("NFC")
    .replace(/[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]+/gu, " ")
    .replace(/\s+/gu, " ")
    .trim();
  return [...oneLine].slice(0, longest).join("").trim();
}

/** LIKE's wildcards and PostgreSQL's escape sign, and what stands for them: neither database can be told to escape alike. */
const WILDCARDS: Record<string, string> = { "%": "\ue000", _: "\ue001", "\\": "\ue002" };

/**
 * What the search looks into, and what it looks for: the same rule on both sides ignores case for every script and takes
 * each character as itself.
 */
export function searchText(...parts: readonly string[]): string {
  return parts
    .join("\n")
    .normalize("NFC")
    .toLowerCase()
    .replace(/[%_\\]/g, (sign) => WILDCARDS[sign] ?? sign);
}
