import "server-only";
import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { AppError } from "@/lib/domain/app-error";
import type { KeyRing } from "./key-ring";

const ALGORITHM = "aes-256-gcm";
const FORMAT = "p1";
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const BASE64URL = /^[A-Za-z0-9_-]+$/;

export interface Vault {
  /** Seals `plaintext` for `context`, for example `token:<account id>`; only the same context opens it. */
  seal(plaintext: string, context: string): string;
  /**
   * @throws AppError `ciphertext_malformed` when it is not one of ours or cut, `key_unknown` when its key is not in the
   * ring, `ciphertext_refused` when the key, the context or a single bit does not match. Never returns on any doubt.
   */
  open(sealed: string, context: string): string;
  /** The id of the key that sealed it, for rotation. */
  keyIdOf(sealed: string): string;
  readonly sealingKeyId: string;
  readonly keyIds: readonly string[];
}

/** AES-256-GCM. Shape: `p1.<key id>.<nonce>.<ciphertext and tag>`, base64url; key id and context are authenticated. */
export function createVault(ring: KeyRing): Vault {
  const open = (sealed: string, context: string): string => {
    const { keyId, nonce, body } = parse(sealed);
    const key = ring.keys.get(keyId);
    if (key === undefined) {
      throw new AppError(
        "key_unknown",
        `This was sealed with the key "${keyId}", which TOKEN_ENCRYPTION_KEYS does not hold.`,
      );
    }
    const decipher = createDecipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
    decipher.setAAD(boundData(keyId, context));
    decipher.setAuthTag(body.subarray(body.length - TAG_BYTES));
    try {
      const plaintext = decipher.update(body.subarray(0, body.length - TAG_BYTES));
      return Buffer.concat([plaintext, decipher.final()]).toString("utf8");
    } catch (cause) {
      throw new AppError("ciphertext_refused", "A sealed text was altered, moved, or sealed with another key.", {
        cause,
      });
    }
  };
  const seal = (plaintext: string, context: string): string => {
    const keyId = ring.sealingKeyId;
    const key = ring.keys.get(keyId);
    if (key === undefined) throw new AppError("key_unknown", `There is no key "${keyId}".`);
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
    cipher.setAAD(boundData(keyId, context));
    const body = Buffer.concat([cipher.update(plaintext, "utf8"), cipher.final(), cipher.getAuthTag()]);
    return [FORMAT, keyId, nonce.toString("base64url"), body.toString("base64url")].join(".");
  };
  return {
    seal,
    open,
    keyIdOf: (sealed) => parse(sealed).keyId,
    sealingKeyId: ring.sealingKeyId,
    keyIds: [...ring.keys.keys()],
  };
}

/** Unambiguous: a key id holds no line break. */
function boundData(keyId: string, context: string): Buffer {
  return Buffer.from(`perennial\n${keyId}\n${context}`, "utf8");
}

function parse(sealed: string): { keyId: string; nonce: Buffer; body: Buffer } {
  const [format, keyId, nonceText, bodyText, ...rest] = sealed.split(".");
  if (
    format !== FORMAT ||
    keyId === undefined ||
    nonceText === undefined ||
    bodyText === undefined ||
    rest.length > 0
  ) {
    throw malformed();
  }
  const nonce = decode(nonceText);
  const body = decode(bodyText);
  if (nonce.length !== NONCE_BYTES || body.length < TAG_BYTES) throw malformed();
  return { keyId, nonce, body };
}

/** Strict: Node's decoder passes over foreign characters and stray bits, which would let altered texts through. */
function decode(text: string): Buffer {
  const bytes = Buffer.from(text, "base64url");
  if (!BASE64URL.test(text) || bytes.toString("base64url") !== text) throw malformed();
  return bytes;
}

function malformed(): AppError {
  return new AppError("ciphertext_malformed", "A sealed text is cut or not in Perennial's format.");
}
