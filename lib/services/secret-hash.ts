import "server-only";
import { createHash } from "node:crypto";

/** What is stored of a secret address. It is random and long, so that a quick hash is as good as a slow one. */
export function secretHash(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}
