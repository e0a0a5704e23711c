/** Four unsigned 32-bit words: the whole state of the generator. */
export type RandomState = [number, number, number, number];

export interface Random {
  /** A whole number from `minimum` to `maximum`, both included. */
  integer(minimum: number, maximum: number): number;
  /** `length` characters of `alphabet`. */
  text(length: number, alphabet: string): string;
  state(): RandomState;
  restore(state: RandomState): void;
}

export const DIGITS = "0123456789";
export const BASE64URL = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";

const WARM_UP_ROUNDS = 15;

function stateFromSeed(seed: number | string): RandomState {
  const text = String(seed);
  let hash = 1779033703 ^ text.length;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 3432918353);
    hash = (hash << 13) | (hash >>> 19);
  }
  const word = (): number => {
    hash = Math.imul(hash ^ (hash >>> 16), 2246822507);
    hash = Math.imul(hash ^ (hash >>> 13), 3266489909);
    hash ^= hash >>> 16;
    return hash >>> 0;
  };
  return [word(), word(), word(), word()];
}

/** sfc32: small, fast, and the same on every machine. Not for real secrets. */
export function createRandom(seed: number | string): Random {
  let [a, b, c, counter] = stateFromSeed(seed);

  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return sum >>> 0;
  };
  for (let round = 0; round < WARM_UP_ROUNDS; round += 1) next();

  return {
    integer: (minimum, maximum) => minimum + (next() % (maximum - minimum + 1)),
    text(length, alphabet) {
      let result = "";
      for (let index = 0; index < length; index += 1) {
        result += alphabet.charAt(next() % alphabet.length);
      }
      return result;
    },
    state: () => [a >>> 0, b >>> 0, c >>> 0, counter >>> 0],
    restore(state) {
      [a, b, c, counter] = state;
    },
  };
}
