import "server-only";
import type { Role } from "@/lib/domain/role";
import type { TeamMember } from "@/lib/domain/team";
import type { Queryable } from "./client";

/** Everybody, in the order of joining. */
export async function findTeam(db: Queryable): Promise<TeamMember[]> {
  const rows = await db.user.findMany({
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    select: {
      id: true,
      name: true,
      email: true,
      role: true,
      totpConfirmedAt: true,
      _count: { select: { passkeys: true } },
      sessions: { select: { lastSeenAt: true }, orderBy: { lastSeenAt: "desc" }, take: 1 },
    },
  });
  return rows.map(({ totpConfirmedAt, _count, sessions, role, ...row }) => ({
    ...row,
    role: role as Role,
    hasSecondFactor: totpConfirmedAt !== null || _count.passkeys > 0,
    lastSeenAt: sessions[0]?.lastSeenAt ?? null,
  }));
}

/** Writes every owner's row as it is, so that of two changes of the team one waits for the other; returns their ids. */
export async function lockOwners(tx: Queryable): Promise<string[]> {
  await tx.user.updateMany({ where: { role: "owner" }, data: { role: "owner" } });
  return (await tx.user.findMany({ where: { role: "owner" }, select: { id: true } })).map(({ id }) => id);
}

export async function findPerson(
  db: Queryable,
  id: string,
): Promise<{ name: string; email: string; role: Role } | null> {
  const row = await db.user.findUnique({ where: { id }, select: { name: true, email: true, role: true } });
  return row === null ? null : { ...row, role: row.role as Role };
}

export async function updateRole(db: Queryable, id: string, role: Role): Promise<void> {
  await db.user.update({ where: { id }, data: { role } });
}

/** With sessions, second factors and trips to Instagram. What the history says of the person stays. */
export async function deletePerson(db: Queryable, id: string): Promise<void> {
  await db.user.delete({ where: { id } });
}
