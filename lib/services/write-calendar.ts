import "server-only";
import ICAL from "ical.js";
import { after, MINUTE } from "@/lib/domain/durations";

/** Milliseconds. Long enough to be seen in a day's column. */
const ENTRY_LENGTH = 15 * MINUTE;
/** How often programs should look again. */
const REFRESH = "PT1H";
/** Octets of a line (RFC 5545, 3.1). The library does not count the blank that begins a continuation. */
const LONGEST_LINE = 75;
ICAL.foldLength = LONGEST_LINE - 1;

interface CalendarText {
  name: string;
  description: string;
  entries: readonly { uid: string; at: Date; summary: string; description: string; url: string }[];
}

/** An iCalendar file (RFC 5545, with the names that programs read today). The texts may be anything. */
export function writeCalendar({ name, description, entries }: CalendarText, now: Date): string {
  const calendar = new ICAL.Component("vcalendar");
  calendar.addPropertyWithValue("version", "2.0");
  calendar.addPropertyWithValue("prodid", "-//Perennial//Instagram tokens//EN");
  calendar.addPropertyWithValue("calscale", "GREGORIAN");
  calendar.addPropertyWithValue("method", "PUBLISH");
  calendar.addProperty(textProperty("name", name));
  calendar.addProperty(textProperty("x-wr-calname", name));
  calendar.addPropertyWithValue("description", calendarText(description));
  calendar.addProperty(textProperty("x-wr-caldesc", description));
  calendar.addProperty(durationProperty("refresh-interval"));
  calendar.addProperty(durationProperty("x-published-ttl"));
  for (const entry of entries) {
    const event = new ICAL.Component("vevent");
    event.addPropertyWithValue("uid", calendarText(entry.uid));
    event.addPropertyWithValue("dtstamp", ICAL.Time.fromJSDate(now, true));
    event.addPropertyWithValue("dtstart", ICAL.Time.fromJSDate(entry.at, true));
    event.addPropertyWithValue("dtend", ICAL.Time.fromJSDate(after(entry.at, ENTRY_LENGTH), true));
    event.addPropertyWithValue("summary", calendarText(entry.summary));
    event.addPropertyWithValue("description", calendarText(entry.description));
    event.addPropertyWithValue("url", entry.url);
    event.addPropertyWithValue("transp", "TRANSPARENT");
    calendar.addSubcomponent(event);
  }
  return `${calendar.toString()}\r\n`;
}

/** Names that the library does not know are not escaped unless they say that they are text. */
function textProperty(name: string, text: string): ICAL.Property {
  const property = new ICAL.Property(name);
  property.resetType("text");
  property.setValue(calendarText(text));
  return property;
}

function durationProperty(name: string): ICAL.Property {
  const property = new ICAL.Property(name);
  property.resetType("duration");
  property.setValue(ICAL.Duration.fromString(REFRESH));
  return property;
}

/** Control characters have no place in a calendar, and the library escapes line feeds only. */
function calendarText(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?/g, "\n")
    .replace(/[^\P{Cc}\n\t]/gu, " ");
}
