/**
 * The address that a request came from: the last entry of `X-Forwarded-For`, which the nearest proxy, or Next itself,
 * has written. Earlier entries are whatever the sender made up.
 */
export function clientAddress(headers: Headers): string {
  return headers.get("x-forwarded-for")?.split(",").at(-1)?.trim() || "unknown";
}
