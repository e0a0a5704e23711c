import { existsSync, readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import type { BenchClient } from "./bench-client";

const WARM_UPS = 5;
const LONGEST_RUN = 10 * 60_000;
const LOOK_INTERVAL = 250;

const MEGABYTE = 1024 * 1024;

export const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`;
export const megabytes = (bytes: number): string => `${(bytes / MEGABYTE).toFixed(0)} MB`;
export const milliseconds = (value: number): string => `${value.toFixed(value < 10 ? 1 : 0)} ms`;
export const grouped = (count: number): string => count.toLocaleString("en-US");

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

export interface PageMeasure {
  /** Milliseconds, medians. */
  firstByte: number;
  whole: number;
  /** Bytes of HTML, as sent without and with compression. */
  size: number;
  compressed: number;
  html: string;
}

export async function measurePage(client: BenchClient, path: string, samples: number): Promise<PageMeasure> {
  const firstBytes: number[] = [];
  const wholes: number[] = [];
  let body: Buffer = Buffer.alloc(0);
  for (let sample = -WARM_UPS; sample < samples; sample += 1) {
    const started = performance.now();
    const answer = await client.call(path);
    if (answer.status !== 200) throw new Error(`${path} was answered with ${answer.status}.`);
    body = answer.body;
    if (sample < 0) continue;
    firstBytes.push(answer.firstByte);
    wholes.push(performance.now() - started);
  }
  return {
    firstByte: median(firstBytes),
    whole: median(wholes),
    size: body.length,
    compressed: gzipSync(body).length,
    html: body.toString("utf8"),
  };
}

/** Bytes, compressed, of all scripts that a browser of today loads with the page. */
export async function measureScripts(client: BenchClient, html: string): Promise<number> {
  const tags = html.match(/<(script|link)\b[^>]*>/g) ?? [];
  const loaded = tags.filter((tag) =>
    tag.startsWith("<link") ? /\bas="script"/.test(tag) : !/\bnoModule\b/i.test(tag),
  );
  const paths = loaded.flatMap((tag) => /\b(?:src|href)="(\/_next\/[^"]+)"/.exec(tag)?.[1] ?? []);
  let bytes = 0;
  for (const path of new Set(paths)) bytes += gzipSync((await client.call(path)).body).length;
  return bytes;
}

/** Presses "Extend all that can be" as a browser without JavaScript does, and waits until the run is over. */
export async function extendAll(client: BenchClient, label: string): Promise<{ milliseconds: number; done: number }> {
  const { body } = await client.call(`/accounts?label=${label}`);
  const form = body.toString("utf8").match(/<form[^>]*>(?:(?!<\/form>).)*Extend all that can be/s)?.[0];
  if (form === undefined) throw new Error("There is no form to extend all.");
  const fields = new FormData();
  for (const tag of form.match(/<input type="hidden"[^>]*>/g) ?? []) {
    const name = /\bname="([^"]*)"/.exec(tag)?.[1] ?? "";
    fields.append(name, (/\bvalue="([^"]*)"/.exec(tag)?.[1] ?? "").replaceAll("&quot;", '"').replaceAll("&amp;", "&"));
  }
  const message = new Response(fields);
  const contentType = message.headers.get("content-type") ?? "";
  const answer = await client.call(`/accounts?label=${label}`, {
    method: "POST",
    headers: { "content-type": contentType, origin: client.baseUrl },
    body: Buffer.from(await message.arrayBuffer()),
  });
  const runId = /\/accounts\/batches\/([\w-]+)/.exec(answer.headers.location ?? "")?.[1];
  if (runId === undefined) throw new Error(`Extend all was answered with ${answer.status} and leads to no run.`);
  return waitForRun(client, runId);
}

async function waitForRun(client: BenchClient, runId: string): Promise<{ milliseconds: number; done: number }> {
  for (const deadline = Date.now() + LONGEST_RUN; Date.now() < deadline; await pause(LOOK_INTERVAL)) {
    const { body } = await client.call(`/api/batches/${runId}`);
    const { progress } = JSON.parse(body.toString("utf8")) as {
      progress: { createdAt: string; finishedAt: string | null; done: number };
    };
    if (progress.finishedAt === null) continue;
    return { milliseconds: Date.parse(progress.finishedAt) - Date.parse(progress.createdAt), done: progress.done };
  }
  throw new Error("The run did not end.");
}

/** Bytes of memory that a process holds, or null where the system does not tell. */
export function residentMemory(pid: number): number | null {
  const file = `/proc/${pid}/status`;
  const kilobytes = existsSync(file) ? /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(file, "utf8"))?.[1] : undefined;
  return kilobytes === undefined ? null : Number(kilobytes) * 1024;
}
