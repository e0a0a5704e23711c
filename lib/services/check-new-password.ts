import "server-only";
import { passwordProblem } from "@/lib/domain/password-rule";

/**
 * Why `password` cannot be the new password of `person`, as a sentence, or null. The list of common passwords is loaded
 * at the first use: it is 50,000 texts that most processes never need.
 */
export async function checkNewPassword(
  password: string,
  person: { email: string; name: string },
): Promise<string | null> {
  const { default: commonPasswords } = await import("fxa-common-password-list");
  return passwordProblem(password, person, (text) => commonPasswords.test(text));
}
