import { readBadge } from "@/lib/services/read-badge";
import { feed } from "@/lib/web/feed";

/** `/badge/<secret>.svg`, for pages of other sites. */
export const GET = feed(
  "badge",
  {
    "content-type": "image/svg+xml; charset=utf-8",
    "cache-control": "no-cache",
  },
  readBadge,
);
