const REDACTED = "[redacted]";
const LONGEST_ERROR_CODE = 40;

const SECRET_KEYS =
  /^(access_?token|client_?secret|app_?secret|password|password_?hash|cookie|set-cookie|authorization|secret|sealed|sealed_?input|previous_?sealed|token|csrf_?token|state|signed_request|nextauth_secret)$/i;

const SECRET_PAIR =
  /((?:access_token|client_secret|app_secret|code|password|cookie|authorization|csrfToken|state|signed_request|input_token)["']?\s*(?:=|:|%3D)\s*["']?)(?!\s*\d{1,5}\b)([^\s"'&,;}#]+)/gi;
const BEARER = /\b(bearer|basic)\s+[A-Za-z0-9._~+/=-]{8,}/gi;
/** Meta's prefixes (instagram-platform §0.2), authorization codes, and any long run that could be a credential. */
const TOKEN_SHAPED = /\b(?:IG(?:AA|QV|QW)|EAA|AQ)[A-Za-z0-9_-]{16,}|[A-Za-z0-9_-]{64,}/g;

/** `text` without anything that is, or looks like, a credential. Graph error codes such as `code: 190` stay. */
export function redactText(text: string): string {
  return text.replace(SECRET_PAIR, `$1${REDACTED}`).replace(BEARER, `$1 ${REDACTED}`).replace(TOKEN_SHAPED, REDACTED);
}

/** A deep copy of `value` fit for a log: secrets by name and by look taken out, errors flattened with their causes. */
export function redactValue(value: unknown, depth = 0): unknown {
  if (typeof value === "string") return redactText(value);
  if (value === null || typeof value !== "object") return typeof value === "bigint" ? String(value) : value;
  if (depth > 6) return "[deep]";
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Error) return redactError(value, depth);
  if (Array.isArray(value)) return value.slice(0, 100).map((item) => redactValue(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, isSecret(key, item) ? REDACTED : redactValue(item, depth + 1)]),
  );
}

/** A `code` may be an error's; Instagram's authorization codes are 200 characters and more (instagram-platform §1.3). */
function isSecret(key: string, value: unknown): boolean {
  if (typeof value === "number" || typeof value === "boolean" || value === null) return false;
  if (/^code$/i.test(key)) return typeof value !== "string" || value.length > LONGEST_ERROR_CODE;
  return SECRET_KEYS.test(key);
}

function redactError(error: Error, depth: number): Record<string, unknown> {
  const code = "code" in error ? { code: error.code } : {};
  return {
    name: error.name,
    ...code,
    message: redactText(error.message),
    stack: redactText(error.stack ?? ""),
    ...(error.cause === undefined ? {} : { cause: redactValue(error.cause, depth + 1) }),
  };
}
