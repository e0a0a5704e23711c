/** What a page may load: scripts and inline styles with this answer's nonce, everything else from this server alone. */
export function pagePolicy({ nonce, https, development }: PagePolicyInput): string {
  return policyText({
    "default-src": ["'none'"],
    // Scripts that a trusted one loads are trusted: the build's chunks. In development React and Turbopack evaluate text.
    "script-src": [`'nonce-${nonce}'`, "'strict-dynamic'", ...(development ? ["'unsafe-eval'"] : [])],
    // Next's error overlay, in development only, writes styles without a nonce; a nonce beside it would forbid them.
    "style-src": ["'self'", development ? "'unsafe-inline'" : `'nonce-${nonce}'`],
    "img-src": ["'self'"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    // Instagram's consent window is opened by a script, which asks for a session first; no form leads there.
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
    "base-uri": ["'none'"],
    "object-src": ["'none'"],
    ...(https ? { "upgrade-insecure-requests": [] } : {}),
  });
}

export interface PagePolicyInput {
  /** Random, and new for every answer. */
  nonce: string;
  https: boolean;
  development: boolean;
}

/** For what is no page: data, pictures and feeds load nothing, wherever somebody opens them. */
export const SEALED_POLICY = policyText({
  "default-src": ["'none'"],
  "base-uri": ["'none'"],
  "form-action": ["'none'"],
  "frame-ancestors": ["'none'"],
});

/** Also takes the origin away from what was made outside, so that it could do nothing even as a page. */
export const SANDBOXED_POLICY = `${SEALED_POLICY}; sandbox`;

function policyText(directives: Record<string, readonly string[]>): string {
  return Object.entries(directives)
    .map(([name, sources]) => [name, ...sources].join(" "))
    .join("; ");
}
