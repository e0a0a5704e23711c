import "server-only";
import { isUniqueViolation } from "@/lib/db/errors";
import { insertUser, ownerExists } from "@/lib/db/users";
import type { Adapters, ServiceContext } from "./context";
import { hashPassword } from "./password";
import { readPersonInput } from "./person-input";
import { recordAudit } from "./record-audit";

/** Fixed, so that the database lets only one of two set-ups at the same moment through. */
const FIRST_OWNER_ID = "first-owner";

export type CreateOwnerOutcome =
  | { kind: "created" }
  | { kind: "owner_exists" }
  | { kind: "invalid"; fieldErrors: Record<string, string> };

export function isOwnerThere({ db }: Adapters): Promise<boolean> {
  return ownerExists(db);
}

/** Makes the first person. Only while there is no owner: afterwards this door stays shut. */
export async function createOwner(
  ctx: ServiceContext,
  input: {
    name: string;
    email: string;
    password: string;
    /** Where the set-up was filled in; left out: the environment told who the owner is. */
    address?: string;
  },
): Promise<CreateOwnerOutcome> {
  if (await ownerExists(ctx.db)) return { kind: "owner_exists" };
  const read = await readPersonInput(input);
  if (!read.ok) return { kind: "invalid", fieldErrors: read.fieldErrors };
  const { name, email, password } = read.person;
  const passwordHash = await hashPassword(password);
  try {
    await ctx.db.transaction(async (tx) => {
      await insertUser(tx, { id: FIRST_OWNER_ID, name, email, passwordHash, role: "owner", createdAt: ctx.now });
      await recordAudit(ctx, tx, {
        action: "owner_created",
        subject: email,
        actor: { userId: FIRST_OWNER_ID, name },
        address: input.address,
      });
    });
  } catch (error) {
    if (isUniqueViolation(error)) return { kind: "owner_exists" };
    throw error;
  }
  ctx.log.info({ event: "owner_created" }, "owner account created");
  return { kind: "created" };
}
