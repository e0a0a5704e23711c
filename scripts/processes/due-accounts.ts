import { after, DAY } from "@/lib/domain/durations";
import type { Adapters } from "@/lib/services/context";
import { createAccounts } from "../../prisma/factories";
import type { ServerWorld } from "./server-world";

/** Of sixty days these are over: the token is old enough, and its renewal is due whatever the account's jitter. */
const AGE = 45 * DAY;
const LEFT = 15 * DAY;

/** Adds connected accounts, known to Instagram, whose renewal is due. The two clocks may differ. */
export async function addDueAccounts(count: number, { simulator, adapters }: ServerWorld): Promise<void> {
  const now = new Date();
  const instagramNow = simulator.advance({ ms: 0 });
  const wanted = Array.from({ length: count }, (_, index) => ({
    username: `account.${index}`,
    issuedAt: instagramNow - AGE,
    expiresAt: instagramNow + LEFT,
  }));
  const list = simulator.issueTokens(wanted).map(({ userId, ...issued }) => ({
    ...issued,
    instagramUserId: userId,
    issuedAt: after(now, -AGE),
    expiresAt: after(now, LEFT),
  }));
  await createAccounts(list, adapters);
}

/** Accounts that a process has in its hands, or had when it died. */
export async function leasedAccounts({ db }: Pick<Adapters, "db">): Promise<number> {
  return db.connectedAccount.count({ where: { leaseExpiresAt: { gt: new Date() } } });
}

/** Accounts whose renewal is due, or that a process has in its hands. */
export async function unfinishedAccounts({ db }: Pick<Adapters, "db">): Promise<number> {
  const now = new Date();
  return db.connectedAccount.count({
    where: { OR: [{ nextAttemptAt: { lte: now } }, { leaseExpiresAt: { gt: now } }] },
  });
}
