const REDACTED = "[redacted]";

/** The start of a word, also right after a percent code or an escaped line break. */
const START = String.raw`(?:(?<![A-Za-z0-9_])|(?<=%(?:25)?[0-9A-Fa-f]{2})|(?<=\\[nrt]))`;
const QUOTE = String.raw`(?:\\{0,8}["']|%22)`;
const SEPARATOR = String.raw`${QUOTE}?\s*(?:=>|=|:|%(?:25)?3D|%3A)\s*`;
/** From a quote to the same quote. */
const QUOTED = String.raw`(?<quote>${QUOTE})(?:(?!\k<quote>)(?:\\.|[^]))*`;
const PLAIN = String.raw`[^\s"'&,;}#]+`;
const SECRET_NAME = `(?:access|refresh|input|csrf|session|auth|api)[_-]?token|token(?=${QUOTE}|=|%(?:25)?3D)|secret|passw(?:or)?d(?:_?hash)?|signed_request|${START}state`;

const SECRET_PAIR = new RegExp(`(?<name>(?:${SECRET_NAME})${SEPARATOR})(?:${QUOTED}|${PLAIN})`, "gi");
/** Their values hold blanks, semicolons or commas. */
const COOKIE = new RegExp(`(?<name>cookie${SEPARATOR})(?:${QUOTED}|${PLAIN}(?:;\\s*[^\\s"',;]+)*)`, "gi");
const AUTHORIZATION = new RegExp(`(?<name>authorization${SEPARATOR})(?:${QUOTED}|(?:[a-z]+ )?${PLAIN})`, "gi");
const KEY_LIST = new RegExp(`(?<name>encryption_keys${SEPARATOR})(?:${QUOTED}|[^\\s"']+)`, "gi");
const CODE_PAIR = new RegExp(`(?<name>${START}code${SEPARATOR})(?:${QUOTED}|${PLAIN})`, "gi");
/** How errors name themselves. Authorization codes are long and mix cases (instagram-platform §1.3). */
const ERROR_CODE = /^(?:\d{1,10}|[A-Z0-9_]{1,40}|[a-z]+(?:_[a-z]+)*)$/;
/** All that is kept of a `code=` in an address. */
const NUMBER_CODE = /^\d{1,10}$/;

/** Whoever has the address may look, join or choose a new password. */
const SECRET_ADDRESS =
  /(?<place>(?:\/|%(?:25)?2F)(?:calendar|badge|invite|reset-password)(?:\/|%(?:25)?2F))[A-Za-z0-9_-]{16,}/gi;
const BEARER = /\bbearer\s+[A-Za-z0-9._~+/=-]{8,}/gi;
const URL_PASSWORD = /(:\/\/[^\s/:@]*:)[^\s/@]+(?=@)/g;
/** Meta's prefixes (instagram-platform §0.2), authorization codes, app tokens, JWTs, and any run that is long enough. */
const TOKEN_SHAPED = new RegExp(
  [
    "IG(?:AA|QV|QW)[A-Za-z0-9_-]{16,}",
    `${START}(?:EAA|AQ)[A-Za-z0-9_-]{16,}`,
    `${START}\\d{10,20}(?:\\||%7C)[A-Za-z0-9_-]{16,}`,
    `${START}eyJ[A-Za-z0-9_-]{8,}(?:\\.[A-Za-z0-9_-]*){2,4}`,
    "[A-Za-z0-9_-]{64,}",
  ].join("|"),
  "g",
);

/** `text` without anything that is, or looks like, a credential. Graph error codes such as `code: 190` stay. */
export function redactText(text: string): string {
  return text
    .replace(AUTHORIZATION, `$<name>$<quote>${REDACTED}`)
    .replace(COOKIE, `$<name>$<quote>${REDACTED}`)
    .replace(KEY_LIST, `$<name>$<quote>${REDACTED}`)
    .replace(SECRET_PAIR, `$<name>$<quote>${REDACTED}`)
    .replace(CODE_PAIR, redactCode)
    .replace(SECRET_ADDRESS, `$<place>${REDACTED}`)
    .replace(BEARER, `Bearer ${REDACTED}`)
    .replace(URL_PASSWORD, `$1${REDACTED}`)
    .replace(TOKEN_SHAPED, REDACTED);
}

function redactCode(pair: string, name: string, quote: string | undefined): string {
  const start = name + (quote ?? "");
  const harmless = /(?:=|%(?:25)?3D)\s*$/i.test(name) ? NUMBER_CODE : ERROR_CODE;
  return harmless.test(pair.slice(start.length)) ? pair : start + REDACTED;
}

/** A deep copy of `value` fit for a log: secrets by name and by look taken out, errors flattened with their causes. */
export function redactValue(value: unknown, depth = 0): unknown {
  if (typeof value === "string") return redactText(value);
  if (value === null || typeof value !== "object") return typeof value === "bigint" ? String(value) : value;
  if (depth > 6) return "[deep]";
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "[no date]" : value.toISOString();
  if (value instanceof Error) return redactError(value, depth);
  if (value instanceof URL) return redactText(value.href);
  if (ArrayBuffer.isView(value)) return "[bytes]";
  if (Array.isArray(value)) return value.slice(0, 100).map((item) => redactValue(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, isSecret(key, item) ? REDACTED : redactValue(item, depth + 1)]),
  );
}

const SECRET_KEY =
  /passw(?:or)?d|secret|cookie|authorization|token$|signed_?request|encryption_?keys|^(?:sealed|sealed_?input|previous_?sealed|state)$/i;

function isSecret(key: string, value: unknown): boolean {
  if (typeof value === "number" || typeof value === "boolean" || value == null) return false;
  if (/^code$/i.test(key)) return typeof value !== "string" || !ERROR_CODE.test(value);
  return SECRET_KEY.test(key);
}

function redactError(error: Error, depth: number): Record<string, unknown> {
  const code = "code" in error ? { code: isSecret("code", error.code) ? REDACTED : error.code } : {};
  return {
    name: error.name,
    ...code,
    message: redactText(error.message),
    stack: redactText(error.stack ?? ""),
    ...(error.cause === undefined ? {} : { cause: redactValue(error.cause, depth + 1) }),
  };
}
