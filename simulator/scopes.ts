export const BASIC_SCOPE = "instagram_business_basic";

/** instagram-platform §7, with the words the consent page uses. */
export const SCOPES: ReadonlyMap<string, string> = new Map([
  [BASIC_SCOPE, "View profile and posts"],
  ["instagram_business_content_publish", "Publish posts, reels and stories"],
  ["instagram_business_manage_comments", "Read and answer comments"],
  ["instagram_business_manage_messages", "Read and answer messages"],
  ["instagram_business_manage_insights", "View statistics"],
]);

/** Scopes come separated by commas or blanks (instagram-platform §1.2). */
export function readScopes(text: string): string[] {
  return [...new Set(text.split(/[\s,]+/).filter((scope) => scope !== ""))];
}
