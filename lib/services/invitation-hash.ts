import "server-only";
import { createHash } from "node:crypto";

/** What is stored of an invitation's secret. It is random and long, so that a quick hash is as good as a slow one. */
export function invitationHash(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}
