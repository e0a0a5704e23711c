import "server-only";
import type { Role } from "@/lib/domain/role";
import type { Queryable } from "./client";

export interface UserRow {
  id: string;
  email: string;
  name: string;
  passwordHash: string;
  role: Role;
  createdAt: Date;
}

export async function ownerExists(db: Queryable): Promise<boolean> {
  return (await db.user.findFirst({ where: { role: "owner" }, select: { id: true } })) !== null;
}

export async function findUserByEmail(db: Queryable, email: string): Promise<UserRow | null> {
  return (await db.user.findUnique({ where: { email } })) as UserRow | null;
}

export async function findUserById(db: Queryable, id: string): Promise<UserRow | null> {
  return (await db.user.findUnique({ where: { id } })) as UserRow | null;
}

export async function insertUser(db: Queryable, user: UserRow): Promise<void> {
  await db.user.create({ data: user });
}

/** What a typed password is compared with. */
export async function findPasswordHash(db: Queryable, userId: string): Promise<string | null> {
  return (await db.user.findUnique({ where: { id: userId }, select: { passwordHash: true } }))?.passwordHash ?? null;
}

export type OwnerRow = Pick<UserRow, "id" | "name" | "email">;

/** In the order in which they came. */
export async function findOwners(db: Queryable): Promise<OwnerRow[]> {
  return db.user.findMany({
    where: { role: "owner" },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    select: { id: true, name: true, email: true },
  });
}

export async function renameUser(db: Queryable, id: string, name: string): Promise<void> {
  await db.user.updateMany({ where: { id }, data: { name } });
}

/** @returns false when the password is no longer `from`, or the person is gone. */
export async function replacePassword(
  db: Queryable,
  id: string,
  { from, to }: { from: string; to: string },
): Promise<boolean> {
  const { count } = await db.user.updateMany({ where: { id, passwordHash: from }, data: { passwordHash: to } });
  return count > 0;
}

/**
 * Keeps the person's row until this transaction ends: whoever changes the password at the same moment comes before, and
 * then this answers false, or after.
 */
export function holdPassword(db: Queryable, id: string, passwordHash: string): Promise<boolean> {
  return replacePassword(db, id, { from: passwordHash, to: passwordHash });
}

export async function setPassword(db: Queryable, id: string, passwordHash: string): Promise<void> {
  await db.user.updateMany({ where: { id }, data: { passwordHash } });
}
