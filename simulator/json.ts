/** An integer written digit by digit, so that ids above 2^53 stay exact (instagram-platform §2.2). */
export class RawInteger {
  readonly digits: string;

  constructor(digits: string) {
    if (!/^-?\d+$/.test(digits)) throw new TypeError("A raw integer consists of digits.");
    this.digits = digits;
  }
}

export type JsonValue = string | number | boolean | null | RawInteger | JsonValue[] | JsonObject;
export interface JsonObject {
  [key: string]: JsonValue | undefined;
}

const OUTSIDE_ASCII = /[\u007f-\uffff]/g;

function writeText(text: string): string {
  return JSON.stringify(text)
    .replaceAll("/", "\\/")
    .replace(OUTSIDE_ASCII, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** JSON as Meta's servers write it: slashes and everything outside ASCII escaped, undefined members left out. */
export function writeJson(value: JsonValue): string {
  if (typeof value === "string") return writeText(value);
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (value instanceof RawInteger) return value.digits;
  if (Array.isArray(value)) return `[${value.map(writeJson).join(",")}]`;
  const members: string[] = [];
  for (const [key, member] of Object.entries(value)) {
    if (member !== undefined) members.push(`${writeText(key)}:${writeJson(member)}`);
  }
  return `{${members.join(",")}}`;
}
