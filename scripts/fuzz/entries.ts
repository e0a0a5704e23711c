import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { ROOT } from "../run-command";

/** One address of the app as its folders name it: "[id]" stands for one part, "[...rest]" for any number. */
export interface FuzzEntry {
  path: string;
  kind: "page" | "handler" | "next_auth" | "static";
}

/** A server action, and a page that it can be called on. */
export interface FuzzAction {
  id: string;
  path: string;
}

const NEXT_AUTH = [
  "csrf",
  "session",
  "providers",
  "signin",
  "signin/credentials",
  "signin/instagram",
  "callback/credentials",
  "callback/instagram",
  "signout",
  "error",
  "verify-request",
  "_log",
];
const STATIC = [
  "/favicon.ico",
  "/robots.txt",
  "/_next/image?url=/icon.svg&w=64&q=75",
  "/_next/data/x/index.json",
  "/.env",
  "/.git/config",
  "/package.json",
];
const MOST_STATIC_FILES = 20;

/** Every address: the folders of app/, next-auth's own, files of the build, and some that must not be there. */
export function findEntries(): FuzzEntry[] {
  const own = filesBelow(join(ROOT, "app"))
    .filter((file) => /(?:^|\/)(?:page\.tsx|route\.ts)$/.test(file))
    .map((file): FuzzEntry => ({ path: addressOf(file), kind: file.endsWith("page.tsx") ? "page" : "handler" }));
  const built = filesBelow(join(ROOT, ".next/static")).slice(0, MOST_STATIC_FILES);
  return [
    ...own,
    ...NEXT_AUTH.map((path): FuzzEntry => ({ path: `/api/auth/${path}`, kind: "next_auth" })),
    ...[...STATIC, ...built.map((file) => `/_next/static/${file}`)].map(
      (path): FuzzEntry => ({ path, kind: "static" }),
    ),
  ];
}

/** A file of app/ as an address: groups in brackets are none of it. */
export function addressOf(file: string): string {
  const parts = file.split("/").slice(0, -1);
  return `/${parts.filter((part) => !/^\(.*\)$/.test(part)).join("/")}`;
}

const manifest = z.object({
  node: z.record(z.string(), z.object({ workers: z.record(z.string(), z.unknown()) })),
});

/** Every server action that the build knows. */
export function findActions(): FuzzAction[] {
  const file = join(ROOT, ".next/server/server-reference-manifest.json");
  const { node } = manifest.parse(JSON.parse(readFileSync(file, "utf8")));
  return Object.entries(node).flatMap(([id, { workers }]) =>
    Object.keys(workers).map((worker) => ({ id, path: addressOf(worker.replace(/^app\//, "")) })),
  );
}

/** The names of fields and parameters that the app's code reads. */
export function findFieldNames(): string[] {
  const code = ["app", "lib/web", "lib/domain"]
    .flatMap((folder) => filesBelow(join(ROOT, folder)).map((file) => join(ROOT, folder, file)))
    .filter((file) => /\.tsx?$/.test(file) && !file.endsWith(".test.ts"))
    .map((file) => readFileSync(file, "utf8"))
    .join("\n");
  const reads = /(?:\b\w*[fF]ield\(\w+, |\.get(?:All)?\(|\bfirst\()"([a-zA-Z_]{1,30})"/g;
  return [...new Set([...code.matchAll(reads)].map(([, name = ""]) => name))].sort();
}

function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile())
    .map((file) => join(file.parentPath, file.name).slice(folder.length + 1))
    .sort();
}
