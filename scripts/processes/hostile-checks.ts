import { readFileSync } from "node:fs";
import { parse as parseCsv } from "csv-parse/sync";
import pLimit from "p-limit";
import { expect } from "vitest";
import type { DatabaseKind } from "@/lib/db/database-url";
import { HOSTILE_TEXTS } from "@/lib/test/hostile-texts";
import { foreignMarkup, parsePage, textOf } from "@/lib/test/page-markup";
import type { PageAnswer } from "./page-client";

/** Fewer than the wrong passwords in a row that cost nothing. */
const AT_ONCE = 8;
/** Node takes 16 KiB of headers at most. */
const LONGEST_HEADER = 6_000;
/** What spreadsheets read as a formula at the beginning of a cell. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

/** Does the same with every text, several at once, and returns what came of it in their order. */
export function withEach<Result>(
  texts: readonly string[],
  work: (text: string, index: number) => Promise<Result>,
): Promise<Result[]> {
  const limit = pLimit(AT_ONCE);
  return Promise.all(texts.map((text, index) => limit(() => work(text, index))));
}

/** What goes through a page each is shared out among the databases. */
export function everySecond(kind: DatabaseKind): string[] {
  return HOSTILE_TEXTS.filter((_, index) => index % 2 === (kind === "sqlite" ? 0 : 1));
}

/** As much of a text as fits into an address. */
export const urlText = (text: string): string => encodeURIComponent([...text.toWellFormed()].slice(0, 300).join(""));

/** As much of a text as a header can carry, each byte of it as one character; "" where nothing is left. */
export function headerText(text: string): string {
  const bytes = Buffer.from(text).toString("latin1");
  return bytes
    .slice(0, LONGEST_HEADER)
    .replace(/[^\t\x20-\x7e\x80-\xff]/g, " ")
    .trim();
}

/** A page that answers, with nothing in it that we did not write; returns it as a reader gets it. */
export function expectOurs({ status, text }: PageAnswer, about: string, statuses: readonly number[] = [200]): string {
  expect(statuses, `${about}: ${text.slice(0, 200)}`).toContain(status);
  const page = parsePage(text);
  expect(foreignMarkup(page), about).toEqual([]);
  return textOf(page);
}

/** The lines of a CSV file of ours, the header first; none of its cells is a formula. */
export function readPlainCsv(file: string): string[][] {
  const lines = parseCsv(file.replace(/^\ufeff/, "")) as string[][];
  expect(lines.flat().filter((cell) => FORMULA.test(cell))).toEqual([]);
  expect(new Set(lines.map((cells) => cells.length)).size).toBe(1);
  return lines;
}

/** Everything that the server wrote into its log since it began to speak JSON is one record a line. */
export function expectWholeLog(file: string): void {
  const lines = readFileSync(file, "utf8").trim().split("\n");
  const start = lines.findIndex((line) => line.startsWith("{"));
  const broken = lines.slice(start).filter((line) => !isRecord(line));
  expect(broken).toEqual([]);
  expect(lines.length).toBeGreaterThan(start + 2);
}

function isRecord(line: string): boolean {
  try {
    const record: unknown = JSON.parse(line);
    return typeof record === "object" && record !== null && "level" in record && !/\p{Cc}/u.test(line);
  } catch {
    return false;
  }
}
