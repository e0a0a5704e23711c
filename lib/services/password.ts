import "server-only";
import { hash, verify } from "@node-rs/argon2";
import { isPasswordTooLong } from "@/lib/domain/password-rule";

/** argon2id with the library's parameters, which are OWASP's (19 MiB, 2 passes). */
export function hashPassword(password: string): Promise<string> {
  return hash(asHashed(password));
}

/** Forms that come in parts lose a byte order mark at the beginning, others keep it: no password has one. */
function asHashed(password: string): string {
  return password.replace(/^\ufeff+/, "").normalize("NFC");
}

let nobodysHash: Promise<string> | undefined;

/** Takes as long when there is no such person, so that the time tells nothing. */
export async function verifyPassword(passwordHash: string | null, password: string): Promise<boolean> {
  nobodysHash ??= hashPassword("nobody has this password");
  const possible = passwordHash !== null && !isPasswordTooLong(password);
  const matches = await verify(possible ? passwordHash : await nobodysHash, asHashed(password));
  return matches && possible;
}
