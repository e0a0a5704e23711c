import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from "@simplewebauthn/server";
import { isoCBOR } from "@simplewebauthn/server/helpers";

const USER_PRESENT = 0x01;
const USER_VERIFIED = 0x04;
const ATTESTED = 0x40;
const AAGUID = Buffer.alloc(16);

/** What an attacker, a defect or another site could make different. */
export interface SigningChanges {
  origin?: string;
  rpId?: string;
  challenge?: string;
  type?: string;
  counter?: number;
  userVerified?: boolean;
  userHandle?: string | null;
  /** Of another passkey. */
  id?: string;
}

/** One passkey with real signatures, in the memory of a test. */
export class SoftwareAuthenticator {
  readonly id = randomBytes(16).toString("base64url");
  counter = 0;
  private readonly origin: string;
  private readonly privateKey: KeyObject;
  private readonly coseKey: Buffer;
  private userHandle: string | null = null;

  constructor(origin: string) {
    this.origin = origin;
    const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    this.privateKey = privateKey;
    const { x = "", y = "" } = publicKey.export({ format: "jwk" });
    const key = new Map<number, number | Uint8Array<ArrayBuffer>>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, new Uint8Array(Buffer.from(x, "base64url"))],
      [-3, new Uint8Array(Buffer.from(y, "base64url"))],
    ]);
    this.coseKey = Buffer.from(isoCBOR.encode(key));
  }

  /** As the database holds it. */
  get publicKey(): string {
    return this.coseKey.toString("base64url");
  }

  /** Answers a question to make a passkey, without attestation. */
  register(options: PublicKeyCredentialCreationOptionsJSON, changes: SigningChanges = {}): RegistrationResponseJSON {
    this.userHandle = options.user.id;
    const credentialId = Buffer.from(this.id, "base64url");
    const length = Buffer.alloc(2);
    length.writeUInt16BE(credentialId.length);
    const attested = Buffer.concat([AAGUID, length, credentialId, this.coseKey]);
    const authData = Buffer.concat([this.head(options.rp.id ?? "", ATTESTED, changes), attested]);
    const attestation = new Map<string, string | Map<string, string> | Uint8Array<ArrayBuffer>>([
      ["fmt", "none"],
      ["attStmt", new Map<string, string>()],
      ["authData", new Uint8Array(authData)],
    ]);
    return {
      id: this.id,
      rawId: this.id,
      type: "public-key",
      clientExtensionResults: {},
      response: {
        clientDataJSON: this.clientData("webauthn.create", options.challenge, changes).toString("base64url"),
        attestationObject: Buffer.from(isoCBOR.encode(attestation)).toString("base64url"),
        transports: ["internal"],
      },
    };
  }

  /** Signs what it is asked to. */
  sign(options: PublicKeyCredentialRequestOptionsJSON, changes: SigningChanges = {}): AuthenticationResponseJSON {
    this.counter += 1;
    const clientData = this.clientData("webauthn.get", options.challenge, changes);
    const authData = this.head(options.rpId ?? "", 0, changes);
    const signature = sign(
      "sha256",
      Buffer.concat([authData, createHash("sha256").update(clientData).digest()]),
      this.privateKey,
    );
    const handle = changes.userHandle === undefined ? this.userHandle : changes.userHandle;
    const id = changes.id ?? this.id;
    return {
      id,
      rawId: id,
      type: "public-key",
      clientExtensionResults: {},
      response: {
        clientDataJSON: clientData.toString("base64url"),
        authenticatorData: authData.toString("base64url"),
        signature: signature.toString("base64url"),
        ...(handle === null ? {} : { userHandle: handle }),
      },
    };
  }

  private clientData(type: string, challenge: string, changes: SigningChanges): Buffer {
    const said = {
      type: changes.type ?? type,
      challenge: changes.challenge ?? challenge,
      origin: changes.origin ?? this.origin,
      crossOrigin: false,
    };
    return Buffer.from(JSON.stringify(said), "utf8");
  }

  private head(rpId: string, flags: number, changes: SigningChanges): Buffer {
    const verified = changes.userVerified === false ? 0 : USER_VERIFIED;
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(changes.counter ?? this.counter);
    const party = createHash("sha256")
      .update(changes.rpId ?? rpId)
      .digest();
    return Buffer.concat([party, Buffer.from([USER_PRESENT | verified | flags]), counter]);
  }
}
