import "server-only";
import { parse } from "lossless-json";

const LONGEST_SAFE_DIGITS = 15;
/** Where a long number may stand, also within a text; where it stands nowhere, the quicker parser is exact too. */
const LONG_NUMBER = /(?:^|[[:,\s])-?\d{16}/;

/** Whole numbers too long for a JavaScript number become text, digit for digit (instagram-platform §2.2). */
function exactNumber(literal: string): number | string {
  const digits = literal.replace("-", "").length;
  return /^-?\d+$/.test(literal) && digits > LONGEST_SAFE_DIGITS ? literal : Number(literal);
}

/** The JSON value of a body, or undefined for HTML, an empty body and everything else that is not JSON. */
export function parseBody(text: string): unknown {
  try {
    return LONG_NUMBER.test(text) ? parse(text, undefined, { parseNumber: exactNumber }) : JSON.parse(text);
  } catch {
    return undefined;
  }
}
