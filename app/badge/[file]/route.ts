import { readBadge } from "@/lib/services/read-badge";
import { feed } from "@/lib/web/feed";

/** `/badge/<secret>.svg`, for pages of other sites. */
export const GET = feed(
  "badge",
  {
    "content-type": "image/svg+xml; charset=utf-8",
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'",
    "cross-origin-resource-policy": "cross-origin",
    "cache-control": "no-cache",
  },
  readBadge,
);
