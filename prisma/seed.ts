import type { Database } from "@/lib/db/client";
import { findUserByEmail } from "@/lib/db/users";
import { LONG_LIVED_TOKEN_LIFE } from "@/lib/domain/durations";
import type { Simulator } from "@/simulator/simulator";
import type { AccountFault } from "@/simulator/store";
import { DEMO_ACCOUNTS, type DemoAccount, type DemoStory } from "./demo-accounts";
import { demoPast } from "./demo-history";
import { createAccount, idOf, type Store } from "./factories";

export interface SeedInput {
  /** Gives out the tokens, so that they work. */
  simulator: Pick<Simulator, "addAccount" | "issueToken" | "setAccountFault" | "setFault" | "state">;
  /** Whom the histories name. */
  ownerEmail: string;
  now: Date;
}

/** What makes the simulator answer as the history says it did. */
const FAULTS: Partial<Record<DemoStory, AccountFault>> = {
  password_changed: "password_changed",
  checkpoint: "checkpoint",
  became_personal: "personal_account",
};

/**
 * Fills an empty database with the demo's accounts; does nothing when there are any.
 *
 * @returns how many were written.
 */
export async function seed(
  { simulator, ownerEmail, now }: SeedInput,
  store: Store & { db: Database },
): Promise<number> {
  const { db, vault } = store;
  if ((await db.connectedAccount.count()) > 0) return 0;
  const owner = await findUserByEmail(db, ownerEmail);
  const actor = { actorId: owner?.id ?? null, actorName: owner?.name ?? null };
  const prepared = DEMO_ACCOUNTS.map((demo) => prepare(simulator, demo, actor, now));
  await db.transaction(async (tx) => {
    for (const account of prepared) await createAccount(account, { db: tx, vault });
  });
  return prepared.length;
}

function prepare(
  simulator: SeedInput["simulator"],
  demo: DemoAccount,
  actor: { actorId: string | null; actorName: string | null },
  now: Date,
) {
  const { username, name, accountType, followers, label } = demo;
  if (!simulator.state().accounts.some((account) => account.username === username)) {
    simulator.addAccount({ username, name, accountType, followers });
  }
  const { facts, events } = demoPast(demo, actor, now);
  const issuedAt = facts.issuedAt.getTime();
  const issued = simulator.issueToken({ username, issuedAt, expiresAt: issuedAt + LONG_LIVED_TOKEN_LIFE });
  const fault = demo.story === undefined ? undefined : FAULTS[demo.story];
  if (fault !== undefined) simulator.setAccountFault({ username, fault });
  // Only renewals fail: the daily check still works, so that the account stays "failing" and nothing worse.
  if (demo.story === "failing") simulator.setFault({ kind: "outage", endpoints: ["refresh"], username });
  return {
    id: idOf(username),
    username,
    name,
    accountType,
    followersCount: followers,
    label,
    instagramUserId: issued.userId,
    appScopedId: issued.appScopedId,
    ...(facts.issuedAtAssumed ? { scopes: "" } : {}),
    ...facts,
    token: issued.token,
    events,
  };
}
