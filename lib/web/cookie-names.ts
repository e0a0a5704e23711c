/**
 * The names of our cookies. On https they carry the prefix with which browsers refuse them without `Secure`, with a
 * domain or with another path, so that no neighbouring host can plant one. Plain http, for this machine only, has none.
 */
export function cookieName(
  kind: "session-token" | "csrf-token" | "callback-url" | "state" | "known-browser",
  baseUrl: string,
): string {
  return `${isSecure(baseUrl) ? "__Host-" : ""}next-auth.${kind}`;
}

export function isSecure(baseUrl: string): boolean {
  return baseUrl.startsWith("https://");
}
