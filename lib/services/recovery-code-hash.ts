import "server-only";
import { createHash } from "node:crypto";

/**
 * The codes are random and long, so a fast hash suffices; the person's id keeps equal codes apart.
 *
 * @param code - without hyphens, as `readTypedCode` returns it.
 */
export function recoveryCodeHash(userId: string, code: string): string {
  return createHash("sha256").update(`${userId}\n${code}`).digest("hex");
}
