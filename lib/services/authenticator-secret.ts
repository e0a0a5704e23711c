import "server-only";
import { Secret, TOTP } from "otpauth";
import { SECOND } from "@/lib/domain/durations";
import { CODE_DIGITS, CODE_PERIOD, CODE_WINDOW } from "@/lib/domain/factor-code";

const ISSUER = "Perennial";
/** As long as SHA-1's output, as RFC 4226 recommends. */
const SECRET_BYTES = 20;

/** What the vault binds an authenticator app's secret to. */
export function authenticatorContext(userId: string): string {
  return `totp:${userId}`;
}

/** In base32, as authenticator apps take it. */
export function makeAuthenticatorSecret(): string {
  return new Secret({ size: SECRET_BYTES }).base32;
}

/** The address that an authenticator app reads from a QR code. */
export function authenticatorUri(secret: string, label: string): string {
  return totp(secret, label).toString();
}

/** The time step that `code` belongs to, or null when it belongs to none that counts now. */
export function stepOfCode(secret: string, code: string, now: Date): number | null {
  const delta = totp(secret).validate({ token: code, timestamp: now.getTime(), window: CODE_WINDOW });
  return delta === null ? null : Math.floor(now.getTime() / CODE_PERIOD) + delta;
}

function totp(secret: string, label = ""): TOTP {
  return new TOTP({
    issuer: ISSUER,
    label,
    secret: Secret.fromBase32(secret),
    algorithm: "SHA1",
    digits: CODE_DIGITS,
    period: CODE_PERIOD / SECOND,
  });
}
