import "server-only";
import { constants, type FileHandle, open } from "node:fs/promises";
import { pipeline as pipelineWithCallback, Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip, createGzip } from "node:zlib";
import type { RowGroup } from "@/lib/db/load-plan";
import { ROWS_AT_ONCE } from "@/lib/db/portable";
import { AppError, isAppError } from "@/lib/domain/app-error";
import type { KeyRing } from "@/lib/vault/key-ring";
import { openStream, sealStream } from "@/lib/vault/sealed-stream";
import { type BackupHead, readHead, readRows } from "./backup-content";

const OWNER_ONLY = 0o600;
const LINE_END = 0x0a;
const BYTES_AT_ONCE = 256 * 1024;

/** Writes lines compressed and sealed into a new file, all the way to the disk. */
export async function writeBackupFile(
  file: string,
  ring: KeyRing,
  lines: AsyncIterable<string>,
  signal: AbortSignal,
): Promise<void> {
  const handle = await open(file, "wx", OWNER_ONLY);
  try {
    const seal = (plain: AsyncIterable<Uint8Array>) => sealStream(ring, plain);
    const write = async (sealed: AsyncIterable<Uint8Array>) => {
      for await (const piece of sealed) await handle.writeFile(piece);
    };
    await pipeline(Readable.from(lines), createGzip(), seal, write, { signal });
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export interface OpenBackup {
  keyId: string;
  head: BackupHead;
  /** The rows, once, in groups of one table. */
  rows(): AsyncGenerator<RowGroup>;
  close(): Promise<void>;
}

/** @throws AppError `not_found`, and those of `openStream` and of reading its content. */
export async function openBackupFile(file: string, ring: KeyRing): Promise<OpenBackup> {
  const handle = await openForReading(file);
  try {
    const { keyId, plain } = await openStream(ring, bytesOf(handle));
    const lines = linesOf(unzipped(plain));
    const head = await readHead(lines);
    const close = async () => {
      await lines.return(undefined);
      await handle.close();
    };
    return { keyId, head, rows: () => readRows(head, lines, ROWS_AT_ONCE), close };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

async function openForReading(file: string): Promise<FileHandle> {
  try {
    return await open(file, constants.O_RDONLY);
  } catch (cause) {
    throw new AppError("not_found", `The file ${file} cannot be read. Is its name right?`, { cause });
  }
}

async function* bytesOf(handle: FileHandle): AsyncGenerator<Buffer> {
  for (;;) {
    const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(BYTES_AT_ONCE), 0, BYTES_AT_ONCE, null);
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
  }
}

async function* unzipped(plain: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  const gunzip = createGunzip();
  // What goes wrong on the way arrives where the bytes are read.
  pipelineWithCallback(Readable.from(plain), gunzip, () => undefined);
  try {
    for await (const piece of gunzip) yield piece;
  } catch (cause) {
    if (isAppError(cause)) throw cause;
    throw new AppError("backup_damaged", "The backup's content cannot be unpacked. Take another one.", { cause });
  }
}

async function* linesOf(bytes: AsyncIterable<Buffer>): AsyncGenerator<string, undefined> {
  let begun: Buffer[] = [];
  for await (const piece of bytes) {
    let from = 0;
    for (let end = piece.indexOf(LINE_END); end !== -1; end = piece.indexOf(LINE_END, from)) {
      yield Buffer.concat([...begun, piece.subarray(from, end)]).toString("utf8");
      begun = [];
      from = end + 1;
    }
    if (from < piece.length) begun.push(piece.subarray(from));
  }
  if (begun.length > 0) yield Buffer.concat(begun).toString("utf8");
}
