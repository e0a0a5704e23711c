const TEXTS: Record<string, string> = { BUSINESS: "Business", MEDIA_CREATOR: "Creator", CREATOR: "Creator" };

/** "Creator" for Instagram's `MEDIA_CREATOR`; an unknown type stays readable. */
export function accountTypeText(type: string): string {
  const words = type.toLowerCase().replaceAll("_", " ");
  return TEXTS[type] ?? words.charAt(0).toUpperCase() + words.slice(1);
}
