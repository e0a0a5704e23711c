import fc from "fast-check";
import ICAL from "ical.js";
import { describe, expect, test } from "vitest";
import { utf16Text } from "@/lib/test/utf16-text";
import { writeCalendar } from "./write-calendar";

const NOW = new Date("2026-11-24T12:00:00.000Z");
const AT = new Date("2027-01-09T06:14:00.000Z");
const URL_OF = "https://perennial.example/accounts/a1";

function write(text: string): string {
  const entry = { uid: "a1-expiry@perennial", at: AT, summary: text, description: text, url: URL_OF };
  return writeCalendar({ name: text, description: text, entries: [entry] }, NOW);
}

const read = (text: string) => new ICAL.Component(ICAL.parse(text));

describe("the file", () => {
  test("is a calendar that programs look at hourly", () => {
    const text = writeCalendar({ name: "Instagram tokens", description: "One, two; three", entries: [] }, NOW);
    expect(text.split("\r\n")).toEqual([
      "BEGIN:VCALENDAR",
      "VERSION:2.0",
      "PRODID:-//Perennial//Instagram tokens//EN",
      "CALSCALE:GREGORIAN",
      "METHOD:PUBLISH",
      expect.stringMatching(/^NAME(?:;VALUE=TEXT)?:Instagram tokens$/),
      expect.stringMatching(/^X-WR-CALNAME(?:;VALUE=TEXT)?:Instagram tokens$/),
      "DESCRIPTION:One\\, two\\; three",
      expect.stringMatching(/^X-WR-CALDESC(?:;VALUE=TEXT)?:One\\, two\\; three$/),
      "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
      expect.stringMatching(/^X-PUBLISHED-TTL(?:;VALUE=DURATION)?:PT1H$/),
      "END:VCALENDAR",
      "",
    ]);
  });

  test("holds an event in UTC", () => {
    const lines = write("@north: token ends").split("\r\n");
    expect(lines).toEqual(
      expect.arrayContaining([
        "UID:a1-expiry@perennial",
        "DTSTAMP:20261124T120000Z",
        "DTSTART:20270109T061400Z",
        "DTEND:20270109T062900Z",
        "SUMMARY:@north: token ends",
        `URL:${URL_OF}`,
        "TRANSP:TRANSPARENT",
      ]),
    );
  });
});

describe("any text", () => {
  test.each([
    "END:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:evil",
    "a\rb",
    "semi;colon, comma \\ backslash \\n",
    '"quoted": <script>&amp;]]>',
    "\u202eevil \u0007\0",
    "😀".repeat(60),
    "مرحبا ".repeat(40),
    "",
  ])("“%s” comes back as it went in, as one line of text", (text) => {
    expectSame(text);
  });

  test("does, whatever it is", () => {
    fc.assert(fc.property(fc.oneof(utf16Text(200), fc.string({ unit: "grapheme", maxLength: 200 })), expectSame), {
      numRuns: 300,
    });
  });

  function expectSame(text: string): void {
    const file = write(text);
    const calendar = read(file);
    const [event, ...others] = calendar.getAllSubcomponents("vevent");
    expect(others).toEqual([]);
    const kept = text
      .toWellFormed()
      .replace(/\r\n?/g, "\n")
      .replace(/[^\P{Cc}\n\t]/gu, " ");
    expect(event?.getFirstPropertyValue("summary")).toBe(kept);
    expect(event?.getFirstPropertyValue("description")).toBe(kept);
    expect(calendar.getFirstPropertyValue("x-wr-calname")).toBe(kept);
    const longest = Math.max(...file.split("\r\n").map((line) => Buffer.byteLength(line)));
    expect(longest).toBeLessThanOrEqual(75);
    expect(file.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
  }
});
