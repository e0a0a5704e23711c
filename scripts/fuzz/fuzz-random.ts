import { HOSTILE_TEXTS } from "@/lib/test/hostile-texts";
import { BASE64URL, createRandom, type Random } from "../../simulator/random";

const LONGEST_TEXT = 4_000;
const ALPHABET = `${BASE64URL} \t\r\n%&=?#/\\;:,.<>"'{}[]()$\0\u00e9\u202e\u{1f600}`;

/** The choices of a run: the same seed makes the same ones in the same order. */
export class FuzzRandom {
  private readonly random: Random;

  constructor(seed: number | string) {
    this.random = createRandom(seed);
  }

  /** True once in `times`, on average. */
  once(times: number): boolean {
    return this.random.integer(1, times) === 1;
  }

  integer(minimum: number, maximum: number): number {
    return this.random.integer(minimum, maximum);
  }

  of<Item>(items: readonly [Item, ...Item[]] | readonly Item[]): Item {
    const item = items[this.random.integer(0, items.length - 1)];
    if (item === undefined) throw new Error("There is nothing to choose from.");
    return item;
  }

  /** A text that somebody might send, or that nobody should. */
  text(known: readonly string[]): string {
    switch (this.integer(0, 5)) {
      case 0:
        return "";
      case 1:
        return this.random.text(this.integer(1, 40), ALPHABET);
      case 2:
        return this.of(["0", "-1", "1", "99999999999999999999", "1e309", "NaN", "null", "true", "on", "2026-11-30"]);
      case 3:
        return this.of(HOSTILE_TEXTS).slice(0, LONGEST_TEXT);
      default:
        return known.length === 0 ? "x" : this.of(known);
    }
  }

  /** `text` with something cut out, doubled or changed. */
  damaged(text: string): string {
    const [from, to] = [this.integer(0, text.length), this.integer(0, text.length)].sort((a, b) => a - b);
    switch (this.integer(0, 3)) {
      case 0:
        return text.slice(0, from);
      case 1:
        return text.slice(0, from) + text.slice(to);
      case 2:
        return text + text;
      default:
        return `${text.slice(0, from)}${this.of(BASE64URL.split(""))}${text.slice((from ?? 0) + 1)}`;
    }
  }
}
