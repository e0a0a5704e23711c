import "server-only";
import { z } from "zod";
import { isUniqueViolation } from "@/lib/db/errors";
import { insertUser, ownerExists } from "@/lib/db/users";
import { plainLine } from "@/lib/domain/plain-line";
import { checkNewPassword } from "./check-new-password";
import type { Adapters, ServiceContext } from "./context";
import { hashPassword } from "./password";

/** Fixed, so that the database lets only one of two set-ups at the same moment through. */
const FIRST_OWNER_ID = "first-owner";

const ownerInput = z.object({
  name: z.string().transform(plainLine).pipe(z.string().min(1, "Write your name.")),
  email: z
    .string()
    .trim()
    .toLowerCase()
    .pipe(z.email("Write an e-mail address, such as ada@example.com.").max(254, "This address is too long.")),
});

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
  input: { name: string; email: string; password: string },
): Promise<CreateOwnerOutcome> {
  if (await ownerExists(ctx.db)) return { kind: "owner_exists" };
  const parsed = ownerInput.safeParse(input);
  const problem = await checkNewPassword(input.password, input);
  if (!parsed.success || problem !== null) {
    const errors = (parsed.error?.issues ?? []).map((issue) => [String(issue.path[0]), issue.message] as const);
    const fieldErrors = Object.fromEntries(errors.reverse());
    return { kind: "invalid", fieldErrors: problem === null ? fieldErrors : { ...fieldErrors, password: problem } };
  }
  const { name, email } = parsed.data;
  const passwordHash = await hashPassword(input.password);
  try {
    await insertUser(ctx.db, { id: FIRST_OWNER_ID, name, email, passwordHash, role: "owner", createdAt: ctx.now });
  } catch (error) {
    if (isUniqueViolation(error)) return { kind: "owner_exists" };
    throw error;
  }
  ctx.log.info({ event: "owner_created" }, "owner account created");
  return { kind: "created" };
}
