import { createAccounts, type Store } from "../prisma/factories";
import type { Simulator } from "../simulator/simulator";

const DAY = 24 * 60 * 60 * 1000;
/** Days of life left are spread over this many, so that every page shows every kind of row. */
const SPREAD = 58;

/** Adds accounts for the list; nobody asks Instagram about them, so their tokens are made up. */
export async function addListAccounts(from: number, to: number, store: Store): Promise<void> {
  const now = Date.now();
  const numbers = Array.from({ length: to - from }, (_, index) => from + index);
  const list = numbers.map((number) => ({
    username: `list.account.${number}`,
    name: `List Account ${number}`,
    label: `Client ${number % 40}`,
    token: `IGAA-made-up-${number}`,
    expiresAt: new Date(now + ((number * 7) % SPREAD) * DAY + number * 1000),
    followersCount: number,
  }));
  await createAccounts(list, store);
}

/** Adds accounts that the simulator knows, each with a token that can be extended. */
export async function addExtendableAccounts(
  count: number,
  label: string,
  simulator: Simulator,
  store: Store,
): Promise<void> {
  const now = Date.now();
  const wanted = Array.from({ length: count }, (_, index) => ({
    username: `${label}.account.${index}`,
    issuedAt: now - 45 * DAY,
    expiresAt: now + 15 * DAY,
  }));
  const issued = simulator.issueTokens(wanted);
  const list = issued.map(({ username, token, userId, appScopedId, issuedAt, expiresAt }) => ({
    username,
    label,
    token,
    instagramUserId: userId,
    appScopedId,
    issuedAt: new Date(issuedAt),
    expiresAt: new Date(expiresAt),
  }));
  await createAccounts(list, store);
}
