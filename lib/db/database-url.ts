import { resolve } from "node:path";

export type DatabaseKind = "sqlite" | "postgresql";

export function databaseKind(url: string): DatabaseKind {
  return url.startsWith("file:") ? "sqlite" : "postgresql";
}

/** The absolute path of a `file:` URL; relative ones count from the working directory. */
export function sqlitePath(url: string): string {
  return resolve(url.replace(/^file:(\/\/(?=\/))?/, "").replace(/\?.*$/, ""));
}
