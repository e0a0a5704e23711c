/** Characters, as a person counts them. */
export const SHORTEST_PASSWORD = 12;
export const LONGEST_PASSWORD = 1_000;
/** A password needs this much beside words that stand on the sign-in page or in the person's own name. */
const SHORTEST_REST = 5;
/** Shorter parts of a name are in half of all words. */
const SHORTEST_WORD = 3;
/** What everybody who tries passwords here thinks of first. */
const WORDS_OF_THIS_PLACE = ["perennial", "instagram", "password"];

export const PASSWORD_HINT = `${SHORTEST_PASSWORD} characters or more. A few words you remember are better than signs you don’t.`;

/** Code points of the composed form: the form that is hashed. */
export function passwordLength(password: string): number {
  return [...password.normalize("NFC")].length;
}

/** No password here is longer, so there is nothing to compare. */
export function isPasswordTooLong(password: string): boolean {
  return passwordLength(password) > LONGEST_PASSWORD;
}

/**
 * Why `password` cannot be the password of `person`, as a sentence, or null.
 *
 * @param isCommon - whether a text stands on the list of common passwords.
 */
export function passwordProblem(
  password: string,
  person: { email: string; name: string },
  isCommon: (text: string) => boolean,
): string | null {
  if (passwordLength(password) < SHORTEST_PASSWORD) return `Use ${SHORTEST_PASSWORD} characters or more.`;
  if (isPasswordTooLong(password)) return `Use ${LONGEST_PASSWORD.toLocaleString("en-US")} characters or fewer.`;
  const plain = password.normalize("NFC").toLowerCase();
  if ([password, plain, plain.trim()].some(isCommon)) {
    return "This password is on the list of the most common ones and is tried first. Use a few words that do not belong together.";
  }
  if (new Set(plain).size < 3)
    return "This is a sign or two over and over. Use a few words that do not belong together.";
  if (restOf(plain, person).length < SHORTEST_REST) {
    return "This password is little more than your name, your e-mail or the name of this place. Use a few words that do not belong together.";
  }
  return null;
}

/** What is left of `plain`, blanks and punctuation aside, without the words that a stranger would try for `person`. */
function restOf(plain: string, { email, name }: { email: string; name: string }): string {
  const parts = `${email} ${name}`
    .normalize("NFC")
    .toLowerCase()
    .split(/[^\p{L}\p{M}\p{N}]+/u);
  const words = [...parts, ...WORDS_OF_THIS_PLACE].filter((word) => word.length >= SHORTEST_WORD);
  return words
    .sort((one, other) => other.length - one.length)
    .reduce((rest, word) => rest.replaceAll(word, " "), plain)
    .replace(/[\s\p{P}]+/gu, "");
}
