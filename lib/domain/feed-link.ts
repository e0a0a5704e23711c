/** Addresses that show something without a session; whoever has one may look. */
export type FeedKind = "calendar" | "badge";

const ENDINGS: Record<FeedKind, string> = { calendar: ".ics", badge: ".svg" };
/** 32 bytes in base64url. */
const SECRET = /^[A-Za-z0-9_-]{43}$/;

/** What a person may know of a link once it is made: everything but its address. */
export interface FeedLinkView {
  createdAt: Date;
  createdBy: string;
}

/** Where `secret` leads, from the server's base address on. */
export function feedPath(kind: FeedKind, secret: string): string {
  return `/${kind}/${secret}${ENDINGS[kind]}`;
}

/** The secret in the last part of such an address, or null for anything else. */
export function feedSecret(kind: FeedKind, file: string): string | null {
  if (!file.endsWith(ENDINGS[kind])) return null;
  const secret = file.slice(0, -ENDINGS[kind].length);
  return SECRET.test(secret) ? secret : null;
}
