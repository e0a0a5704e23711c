import "server-only";
import type { Role } from "@/lib/domain/role";
import type { Queryable } from "./client";

export interface InvitationRow {
  id: string;
  secretHash: string;
  role: Role;
  email: string | null;
  createdAt: Date;
  expiresAt: Date;
  createdById: string;
  createdByName: string;
  acceptedAt: Date | null;
  acceptedById: string | null;
  revokedAt: Date | null;
}

/** Neither used nor revoked nor run out. */
function open(now: Date) {
  return { acceptedAt: null, revokedAt: null, expiresAt: { gt: now } };
}

export async function insertInvitation(db: Queryable, invitation: InvitationRow): Promise<void> {
  await db.invitation.create({ data: invitation });
}

export async function findInvitation(db: Queryable, secretHash: string): Promise<InvitationRow | null> {
  return (await db.invitation.findUnique({ where: { secretHash } })) as InvitationRow | null;
}

/** Newest first; without what the secret is known by. */
export async function findOpenInvitations(db: Queryable, now: Date): Promise<Omit<InvitationRow, "secretHash">[]> {
  const rows = await db.invitation.findMany({
    where: open(now),
    orderBy: [{ createdAt: "desc" }, { id: "asc" }],
    omit: { secretHash: true },
  });
  return rows as Omit<InvitationRow, "secretHash">[];
}

/** Uses an open invitation up. Of two at once only one gets true. */
export async function claimInvitation(
  tx: Queryable,
  { secretHash, acceptedById, now }: { secretHash: string; acceptedById: string; now: Date },
): Promise<boolean> {
  const { count } = await tx.invitation.updateMany({
    where: { secretHash, ...open(now) },
    data: { acceptedAt: now, acceptedById },
  });
  return count === 1;
}

/** Revokes the open ones among those named; returns how many there were. */
export async function revokeInvitations(
  tx: Queryable,
  which: { id: string } | { createdById: string } | { email: string },
  now: Date,
): Promise<number> {
  return (await tx.invitation.updateMany({ where: { ...which, ...open(now) }, data: { revokedAt: now } })).count;
}

/** For whom an invitation is; null: for whoever has the link. */
export async function findInvitedEmail(db: Queryable, id: string): Promise<string | null> {
  return (await db.invitation.findUnique({ where: { id }, select: { email: true } }))?.email ?? null;
}

/** Forgets what has ended long ago. */
export async function deleteInvitationsEndedBefore(db: Queryable, before: Date): Promise<void> {
  await db.invitation.deleteMany({ where: { expiresAt: { lt: before } } });
}
