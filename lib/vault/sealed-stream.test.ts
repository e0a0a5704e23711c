import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type KeyRing, parseKeyRing } from "./key-ring";
import { CHUNK_BYTES, openStream, sealStream } from "./sealed-stream";

const KEY = randomBytes(32).toString("base64");
const OTHER_KEY = randomBytes(32).toString("base64");
const RING = parseKeyRing(`k1:${KEY}`);
const HEADER_BYTES = 16 + 2 + "k1".length + 32 + 32;
const SEALED_CHUNK = CHUNK_BYTES + 16;

/** `bytes` in pieces whose lengths come from `cuts`, as files and sockets deliver them. */
async function* inPieces(bytes: Uint8Array, cuts: readonly number[] = []): AsyncGenerator<Uint8Array> {
  let from = 0;
  for (const length of cuts) {
    yield bytes.subarray(from, from + length);
    from += length;
  }
  yield bytes.subarray(from);
}

async function collect(parts: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const part of parts) all.push(part);
  return Buffer.concat(all);
}

function seal(plain: Uint8Array, cuts: readonly number[] = [], ring: KeyRing = RING): Promise<Buffer> {
  return collect(sealStream(ring, inPieces(plain, cuts)));
}

async function open(sealed: Uint8Array, cuts: readonly number[] = [], ring: KeyRing = RING): Promise<Buffer> {
  return collect((await openStream(ring, inPieces(sealed, cuts))).plain);
}

/** Lengths around the borders of chunks, where mistakes live. */
const lengths = fc.oneof(
  fc.nat(300),
  fc.constantFrom(0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 2 * CHUNK_BYTES, 2 * CHUNK_BYTES + 1),
  fc.nat(3 * CHUNK_BYTES),
);
const cuts = fc.array(fc.nat(40_000), { maxLength: 8 });

describe("a sealed stream", () => {
  it("gives back what was put in, however it is cut into pieces", async () => {
    await fc.assert(
      fc.asyncProperty(lengths, cuts, cuts, async (length, sealCuts, openCuts) => {
        const plain = randomBytes(length);
        expect((await open(await seal(plain, sealCuts), openCuts)).equals(plain)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it("is another one each time, and shows nothing of its content", async () => {
    const plain = Buffer.alloc(CHUNK_BYTES, "a token of an account");
    const [one, other] = [await seal(plain), await seal(plain)];
    expect(one.subarray(HEADER_BYTES).equals(other.subarray(HEADER_BYTES))).toBe(false);
    expect(one.includes("a token")).toBe(false);
  });

  it("does not open when any one byte is changed", async () => {
    const sealed = await seal(randomBytes(CHUNK_BYTES + 500));
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.nat(HEADER_BYTES - 1), fc.nat(sealed.length - 1)),
        fc.integer({ min: 1, max: 255 }),
        async (at, change) => {
          const altered = Buffer.from(sealed);
          altered.writeUInt8(altered.readUInt8(at) ^ change, at);
          await expect(open(altered)).rejects.toMatchObject({ name: "AppError" });
        },
      ),
      { numRuns: 150 },
    );
  });

  it("does not open when it is cut anywhere", async () => {
    const sealed = await seal(randomBytes(2 * CHUNK_BYTES));
    const borders = [0, 1, 16, 18, HEADER_BYTES - 1, HEADER_BYTES, HEADER_BYTES + 15];
    const ofChunks = [1, 2].flatMap((chunks) => [-1, 0, 1].map((by) => HEADER_BYTES + chunks * SEALED_CHUNK + by));
    const within = borders.concat(ofChunks).filter((length) => length < sealed.length);
    const anywhere = fc.oneof(fc.constantFrom(...within), fc.nat(sealed.length - 1));
    await fc.assert(
      fc.asyncProperty(anywhere, async (length) => {
        await expect(open(sealed.subarray(0, length))).rejects.toMatchObject({ name: "AppError" });
      }),
      { numRuns: 80 },
    );
  });

  it("does not open when something is appended, even an own last chunk", async () => {
    const sealed = await seal(randomBytes(CHUNK_BYTES));
    for (const extra of [Buffer.alloc(1), randomBytes(16), sealed.subarray(HEADER_BYTES), sealed]) {
      await expect(open(Buffer.concat([sealed, extra]))).rejects.toMatchObject({ code: "backup_damaged" });
    }
  });

  it("does not open when chunks are swapped, dropped, doubled, or come from another stream", async () => {
    const plain = randomBytes(4 * CHUNK_BYTES);
    const sealed = await seal(plain);
    const header = sealed.subarray(0, HEADER_BYTES);
    const chunk = (number: number, of = sealed) =>
      of.subarray(HEADER_BYTES + number * SEALED_CHUNK, HEADER_BYTES + (number + 1) * SEALED_CHUNK);
    const foreign = await seal(plain);
    const orders = [
      [chunk(1), chunk(0), chunk(2), chunk(3)],
      [chunk(0), chunk(2), chunk(3)],
      [chunk(0), chunk(1), chunk(1), chunk(3)],
      [chunk(0), chunk(1), chunk(2)],
      [chunk(0), chunk(1, foreign), chunk(2), chunk(3)],
    ];
    for (const order of orders) {
      await expect(open(Buffer.concat([header, ...order]))).rejects.toMatchObject({ code: "backup_damaged" });
    }
  });

  it("opens with any key of the ring that made it, whatever stands first now", async () => {
    const plain = randomBytes(1_000);
    const later = parseKeyRing(`k2:${OTHER_KEY},k1:${KEY}`);
    expect(await open(await seal(plain), [], later)).toEqual(plain);
    expect((await openStream(later, inPieces(await seal(plain, [], later)))).keyId).toBe("k2");
  });

  it("names the key that is missing, and tells a wrong key from a damaged file", async () => {
    const sealed = await seal(randomBytes(1_000));
    await expect(open(sealed, [], parseKeyRing(`k2:${OTHER_KEY}`))).rejects.toMatchObject({
      code: "key_unknown",
      message: expect.stringContaining('"k1"'),
    });
    await expect(open(sealed, [], parseKeyRing(`k1:${OTHER_KEY}`))).rejects.toMatchObject({ code: "key_set_wrong" });
  });

  it("is told from other files and from later formats", async () => {
    await expect(open(Buffer.from("SQLite format 3\0 and more"))).rejects.toMatchObject({ code: "backup_unknown" });
    const sealed = await seal(randomBytes(10));
    sealed.writeUInt8(2, 16);
    await expect(open(sealed)).rejects.toMatchObject({ code: "backup_newer" });
  });
});
