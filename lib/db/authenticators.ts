import "server-only";
import type { Queryable } from "./client";

export interface AuthenticatorRow {
  sealed: string;
  confirmedAt: Date | null;
}

/** The authenticator app of a person, confirmed or not, or null. */
export async function findAuthenticator(db: Queryable, userId: string): Promise<AuthenticatorRow | null> {
  const row = await db.user.findUnique({
    where: { id: userId },
    select: { sealedTotp: true, totpConfirmedAt: true },
  });
  return row?.sealedTotp == null ? null : { sealed: row.sealedTotp, confirmedAt: row.totpConfirmedAt };
}

/** Puts a secret that waits for its first code. Returns false when a confirmed one is there. */
export async function putPendingAuthenticator(db: Queryable, userId: string, sealed: string): Promise<boolean> {
  const { count } = await db.user.updateMany({
    where: { id: userId, totpConfirmedAt: null },
    data: { sealedTotp: sealed, totpLastStep: null },
  });
  return count === 1;
}

/** Confirms the very secret that `sealed` is, once. */
export async function confirmAuthenticator(
  db: Queryable,
  { userId, sealed, step, now }: { userId: string; sealed: string; step: number; now: Date },
): Promise<boolean> {
  const { count } = await db.user.updateMany({
    where: { id: userId, sealedTotp: sealed, totpConfirmedAt: null },
    data: { totpConfirmedAt: now, totpLastStep: step },
  });
  return count === 1;
}

/** Takes the code of a time step. Of several that come with the same one, or an older one, only the first succeeds. */
export async function takeStep(db: Queryable, userId: string, step: number): Promise<boolean> {
  const { count } = await db.user.updateMany({
    where: {
      id: userId,
      totpConfirmedAt: { not: null },
      OR: [{ totpLastStep: null }, { totpLastStep: { lt: step } }],
    },
    data: { totpLastStep: step },
  });
  return count === 1;
}

export async function removeAuthenticator(db: Queryable, userId: string): Promise<boolean> {
  const { count } = await db.user.updateMany({
    where: { id: userId, sealedTotp: { not: null } },
    data: { sealedTotp: null, totpConfirmedAt: null, totpLastStep: null },
  });
  return count === 1;
}

/**
 * The first statement of every transaction that adds or takes away a second factor: on PostgreSQL two of one person wait
 * for each other, as on SQLite all writers do, so that neither counts what the other is just taking away.
 */
export async function takeFactorTurn(tx: Queryable, userId: string): Promise<void> {
  await tx.user.updateMany({ where: { id: userId }, data: { totpLastStep: { increment: 0 } } });
}
