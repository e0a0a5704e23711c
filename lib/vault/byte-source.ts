import "server-only";

/** Reads a stream of bytes in pieces of a wanted length; holds no more than one piece and what came with it. */
export class ByteSource {
  readonly #iterator: AsyncIterator<Uint8Array>;
  #waiting: Uint8Array[] = [];
  #length = 0;
  #ended = false;

  constructor(bytes: AsyncIterable<Uint8Array>) {
    this.#iterator = bytes[Symbol.asyncIterator]();
  }

  /** The next `length` bytes; fewer at the end only. */
  async take(length: number): Promise<Buffer> {
    await this.#fill(length);
    const all = Buffer.concat(this.#waiting);
    const piece = all.subarray(0, length);
    const rest = all.subarray(piece.length);
    this.#waiting = rest.length > 0 ? [rest] : [];
    this.#length = rest.length;
    return piece;
  }

  async isAtEnd(): Promise<boolean> {
    await this.#fill(1);
    return this.#length === 0;
  }

  async #fill(length: number): Promise<void> {
    while (this.#length < length && !this.#ended) {
      const { value, done } = await this.#iterator.next();
      if (done === true) this.#ended = true;
      else {
        this.#waiting.push(value);
        this.#length += value.length;
      }
    }
  }
}
