/** Needed for everything, also for exchange and refresh (instagram-platform §7). */
export const REQUIRED_SCOPE = "instagram_business_basic";

/** Splits Meta's lists, comma- or blank-separated, into a sorted set. */
export function parseScopes(text: string): string[] {
  return [...new Set(text.split(/[\s,]+/).filter((scope) => scope !== ""))].sort();
}

/** Those asked for and not granted; none when Instagram did not tell what it granted. */
export function missingScopes(asked: readonly string[], granted: readonly string[] | null): string[] {
  if (granted === null) return [];
  return asked.filter((scope) => !granted.includes(scope)).sort();
}

/** "manage insights" for `instagram_business_manage_insights`: what a person reads. */
export function scopeText(scope: string): string {
  return scope.replace(/^instagram_business_/, "").replaceAll("_", " ");
}
