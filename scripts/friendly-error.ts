/** Something that the person at the terminal can mend: shown without a stack. */
export class FriendlyError extends Error {}

/** Ends the process with what a person can read. */
export function endWith(error: unknown): never {
  if (error instanceof FriendlyError) console.error(`\n${error.message}\n`);
  else console.error(error);
  process.exit(1);
}
