/** The newest event at some moment, to keep elsewhere: a log that was rewritten as a whole no longer leads to it. */
export interface AuditMark {
  sequence: number;
  hash: string;
}

/** As `12:<64 hexadecimal digits>`. */
export function formatAuditMark({ sequence, hash }: AuditMark): string {
  return `${sequence}:${hash}`;
}

/** Reads what {@link formatAuditMark} wrote; null when it is something else. */
export function parseAuditMark(text: string): AuditMark | null {
  const [, sequence = "", hash = ""] = /^([1-9]\d{0,8}):([0-9a-f]{64})$/i.exec(text.trim()) ?? [];
  return sequence === "" ? null : { sequence: Number(sequence), hash: hash.toLowerCase() };
}
