import "server-only";
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes, timingSafeEqual } from "node:crypto";
import { AppError } from "@/lib/domain/app-error";
import { ByteSource } from "./byte-source";
import { KEY_BYTES, KEY_ID, type KeyRing } from "./key-ring";

const ALGORITHM = "aes-256-gcm";
const MAGIC = Buffer.from("perennial backup", "latin1");
const VERSION = 1;
const SALT_BYTES = 32;
/** Tells a wrong key from a damaged file, and binds the file to one key. */
const CHECK_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
export const CHUNK_BYTES = 64 * 1024;
const MOST_CHUNKS = 2 ** 32;

export interface OpenedStream {
  keyId: string;
  /** Ends early with AppError `backup_damaged` as soon as anything does not match. */
  plain: AsyncGenerator<Buffer>;
}

interface StreamKey {
  contentKey: Buffer;
  check: Buffer;
}

/**
 * Seals a stream with the first key of the ring, in chunks (STREAM construction): each chunk's nonce holds its number and
 * whether it is the last, and its additional data is the whole header. A stream that is cut, lengthened, reordered or
 * changed does not open. The content key is made for this stream alone, so nonces never repeat under it.
 */
export async function* sealStream(ring: KeyRing, plain: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  const keyId = ring.sealingKeyId;
  const salt = randomBytes(SALT_BYTES);
  const { contentKey, check } = streamKey(ring, keyId, salt);
  const id = Buffer.from(keyId, "latin1");
  const header = Buffer.concat([MAGIC, Buffer.from([VERSION, id.length]), id, salt, check]);
  yield header;
  const source = new ByteSource(plain);
  for (let number = 0, isLast = false; !isLast; number += 1) {
    const chunk = await source.take(CHUNK_BYTES);
    isLast = await source.isAtEnd();
    const cipher = createCipheriv(ALGORITHM, contentKey, nonceOf(number, isLast), { authTagLength: TAG_BYTES });
    cipher.setAAD(header);
    yield Buffer.concat([cipher.update(chunk), cipher.final(), cipher.getAuthTag()]);
  }
}

/**
 * Opens what {@link sealStream} wrote. Only authenticated bytes come out, in order, and the last ones only when the
 * stream is whole.
 *
 * @throws AppError `backup_unknown` when it is something else, `backup_newer` for a later format, `key_unknown` and
 * `key_set_wrong` when the ring does not hold its key, `backup_damaged` when it is cut.
 */
export async function openStream(ring: KeyRing, bytes: AsyncIterable<Uint8Array>): Promise<OpenedStream> {
  const source = new ByteSource(bytes);
  const start = await source.take(MAGIC.length + 2);
  if (!start.subarray(0, MAGIC.length).equals(MAGIC)) {
    throw new AppError("backup_unknown", "This file is not a backup that Perennial made.");
  }
  const [version, idLength = 0] = start.subarray(MAGIC.length);
  if (version !== VERSION) {
    throw new AppError("backup_newer", "This backup has a format that this version of Perennial does not know.");
  }
  const id = await source.take(idLength);
  const salt = await source.take(SALT_BYTES);
  const check = await source.take(CHECK_BYTES);
  const keyId = id.toString("latin1");
  if (check.length < CHECK_BYTES || !KEY_ID.test(keyId)) throw damaged();
  const key = streamKey(ring, keyId, salt);
  if (!timingSafeEqual(key.check, check)) {
    throw new AppError(
      "key_set_wrong",
      `The key "${keyId}" in TOKEN_ENCRYPTION_KEYS is not the one that this backup was made with. Put the old key back and try again.`,
    );
  }
  return { keyId, plain: openChunks(source, key.contentKey, Buffer.concat([start, id, salt, check])) };
}

async function* openChunks(source: ByteSource, contentKey: Buffer, header: Buffer): AsyncGenerator<Buffer> {
  for (let number = 0, isLast = false; !isLast; number += 1) {
    const sealed = await source.take(CHUNK_BYTES + TAG_BYTES);
    isLast = await source.isAtEnd();
    if (sealed.length < TAG_BYTES) throw damaged();
    yield openChunk(sealed, { contentKey, header, nonce: nonceOf(number, isLast) });
  }
}

function openChunk(
  sealed: Buffer,
  { contentKey, header, nonce }: { contentKey: Buffer; header: Buffer; nonce: Buffer },
): Buffer {
  const decipher = createDecipheriv(ALGORITHM, contentKey, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(header);
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
  try {
    const chunk = decipher.update(sealed.subarray(0, sealed.length - TAG_BYTES));
    decipher.final();
    return chunk;
  } catch (cause) {
    throw damaged(cause);
  }
}

function streamKey(ring: KeyRing, keyId: string, salt: Buffer): StreamKey {
  const key = ring.keys.get(keyId);
  if (key === undefined) {
    throw new AppError(
      "key_unknown",
      `This backup was made with a key that TOKEN_ENCRYPTION_KEYS does not hold: "${keyId}". Add that key to the list, behind a comma, and try again.`,
    );
  }
  const info = `perennial backup\n${VERSION}\n${keyId}`;
  const bytes = Buffer.from(hkdfSync("sha256", key, salt, info, KEY_BYTES + CHECK_BYTES));
  return { contentKey: bytes.subarray(0, KEY_BYTES), check: bytes.subarray(KEY_BYTES) };
}

function nonceOf(number: number, isLast: boolean): Buffer {
  if (number >= MOST_CHUNKS) throw new RangeError("a stream has at most 2^32 chunks");
  const nonce = Buffer.alloc(NONCE_BYTES);
  nonce.writeUInt32BE(number, NONCE_BYTES - 5);
  nonce.writeUInt8(isLast ? 1 : 0, NONCE_BYTES - 1);
  return nonce;
}

function damaged(cause?: unknown): AppError {
  return new AppError("backup_damaged", "The backup file is damaged or was cut short. Take another copy of it.", {
    cause,
  });
}
