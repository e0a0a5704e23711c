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

export async function insertUser(db: Queryable, user: UserRow): Promise<void> {
  await db.user.create({ data: user });
}

/** What a typed password is compared with. */
export async function findPasswordHash(db: Queryable, userId: string): Promise<string | null> {
  return (await db.user.findUnique({ where: { id: userId }, select: { passwordHash: true } }))?.passwordHash ?? null;
}
