import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { FriendlyError } from "./friendly-error";
import { memorablePassword } from "./memorable-password";

const OWNER_ONLY = 0o600;
const FOLDER_MODE = 0o700;

const schema = z.object({ sessionSecret: z.string(), encryptionKeys: z.string(), ownerPassword: z.string() });

/** What a local server needs and nobody should have to make up. */
export type LocalSecrets = z.infer<typeof schema>;

export function newSecrets(): LocalSecrets {
  return {
    sessionSecret: randomBytes(32).toString("base64"),
    encryptionKeys: `k1:${randomBytes(32).toString("base64")}`,
    ownerPassword: memorablePassword(),
  };
}

/** The folder's secrets, made once: the data beside them can be opened with no others. */
export function secretsOf(folder: string): LocalSecrets {
  const file = join(folder, "secrets.json");
  mkdirSync(folder, { recursive: true, mode: FOLDER_MODE });
  if (!existsSync(file)) {
    writeFileSync(file, `${JSON.stringify(newSecrets(), null, 2)}\n`, { mode: OWNER_ONLY, flag: "wx" });
  }
  try {
    return schema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    throw new FriendlyError(`${file} cannot be read. Delete the folder ${folder} to start anew.`);
  }
}
