import { createHmac } from "node:crypto";

const ALGORITHM = "HMAC-SHA256";
const HOUR_IN_SECONDS = 3_600;

export type CallbackKind = "deauthorize" | "data_deletion";

export interface CallbackPayload {
  user_id: string;
  algorithm: string;
  expires?: number;
  issued_at: number;
}

/** What Meta puts into a callback; `at` is unix milliseconds, the payload counts seconds (instagram-platform §10). */
export function callbackPayload(kind: CallbackKind, userId: string, at: number): CallbackPayload {
  const issuedAt = Math.floor(at / 1_000);
  return kind === "deauthorize"
    ? { user_id: userId, algorithm: ALGORITHM, issued_at: issuedAt }
    : {
        user_id: userId,
        algorithm: ALGORITHM,
        expires: issuedAt + HOUR_IN_SECONDS,
        issued_at: issuedAt,
      };
}

/** Signature over the encoded payload, then the payload, both base64url (instagram-platform §10). */
export function signRequest(payload: CallbackPayload, secret: string): string {
  const encoded = Buffer.from(JSON.stringify(payload)).toString("base64url");
  const signature = createHmac("sha256", secret).update(encoded).digest("base64url");
  return `${signature}.${encoded}`;
}
