import pLimit from "p-limit";
import type { AccountEventRow } from "@/lib/db/account-events";
import type { SealedToken } from "@/lib/db/account-tokens";
import type { AccountRecord } from "@/lib/db/accounts";
import { tokenStatus } from "@/lib/domain/token-status";
import type { Adapters } from "@/lib/services/context";
import { tokenContext } from "@/lib/services/store-token";

const QUESTIONS_AT_ONCE = 20;

export interface Violation {
  username: string;
  /** What is wrong. */
  what: string[];
  /** A line for each entry of the account's history. */
  history: string[];
}

/**
 * Holds every account to what must be true whenever nobody is working: Instagram accepts its stored token, and history,
 * account and token agree. The accounts must have begun with version 1.
 */
export async function judgeAccounts(adapters: Adapters): Promise<Violation[]> {
  const rows = await adapters.db.connectedAccount.findMany({ include: { token: true, events: true } });
  const atOnce = pLimit(QUESTIONS_AT_ONCE);
  const verdicts = rows.map(({ token, events, ...account }) =>
    atOnce(async (): Promise<Violation> => {
      const history = (events as AccountEventRow[]).sort((a, b) => a.at.getTime() - b.at.getTime());
      const record = account as AccountRecord;
      const what = [...storedFaults(record, token, history), ...(await tokenFaults(adapters, record, token))];
      return { username: record.username, what, history: history.map(historyLine) };
    }),
  );
  return (await Promise.all(verdicts)).filter(({ what }) => what.length > 0);
}

function storedFaults(account: AccountRecord, token: SealedToken | null, history: AccountEventRow[]): string[] {
  const faults: string[] = [];
  const now = new Date();
  const status = tokenStatus(account, now);
  if (status !== "active") faults.push(`its status is ${status}`);
  if (account.leaseExpiresAt !== null && account.leaseExpiresAt > now) faults.push("it is still locked");
  if (token !== null && token.version !== account.tokenVersion) {
    faults.push(`the account has version ${account.tokenVersion}, its token ${token.version}`);
  }
  const extended = history.filter(({ kind }) => kind === "extended");
  const versions = extended.map(({ tokenVersion }) => tokenVersion).join(" ");
  const expected = Array.from({ length: account.tokenVersion - 1 }, (_, index) => index + 2).join(" ");
  if (versions !== expected) faults.push(`the history has the versions ${versions}, not ${expected}`);
  for (const [index, event] of extended.entries()) {
    const next = extended[index + 1]?.expiresBefore ?? (index === extended.length - 1 ? account.expiresAt : null);
    if (event.expiresAfter?.getTime() !== next?.getTime()) {
      faults.push(`what follows version ${event.tokenVersion} does not begin where it ended`);
    }
  }
  return faults;
}

async function tokenFaults(adapters: Adapters, account: AccountRecord, token: SealedToken | null): Promise<string[]> {
  if (token === null) return ["it has no token"];
  const answer = await adapters.instagram.readProfile(adapters.vault.open(token.sealed, tokenContext(account.id)));
  if (!answer.ok) return [`Instagram refuses its token: ${answer.failure.message || answer.failure.reason}`];
  return answer.value.userId === account.instagramUserId ? [] : ["its token belongs to somebody else"];
}

function historyLine(event: AccountEventRow): string {
  const expiry = [event.expiresBefore, event.expiresAfter].map((date) => date?.toISOString() ?? "–").join(" → ");
  return `${event.at.toISOString()}  ${event.kind}  version ${event.tokenVersion}  ${expiry}  ${event.message ?? ""}`;
}
