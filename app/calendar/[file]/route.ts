import { readCalendar } from "@/lib/services/read-calendar";
import { feed } from "@/lib/web/feed";

/** `/calendar/<secret>.ics`, for calendar programs. */
export const GET = feed(
  "calendar",
  {
    "content-type": "text/calendar; charset=utf-8",
    "content-disposition": 'inline; filename="perennial.ics"',
    "cache-control": "private, max-age=300",
  },
  readCalendar,
);
