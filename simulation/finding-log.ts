import type { Finding, FindingKind } from "./findings";
import type { KnownAccount, KnownAccounts } from "./known-accounts";
import type { VirtualClock } from "./virtual-clock";

/** Takes down what the oracle finds. */
export class FindingLog {
  readonly findings: Finding[] = [];
  private readonly clock: VirtualClock;
  private readonly accounts: KnownAccounts;

  constructor(clock: VirtualClock, accounts: KnownAccounts) {
    this.clock = clock;
    this.accounts = accounts;
  }

  /** Every time that it is seen. `account`: its number; null: the app as a whole. */
  add(kind: FindingKind, account: number | null, text: string): void {
    this.findings.push({ kind, account, at: this.clock.now, text });
  }

  /** Once a token: what goes on for days is one fault. */
  addOnce(kind: FindingKind, { number, reported }: Pick<KnownAccount, "number" | "reported">, text: string): void {
    if (reported.has(kind)) return;
    reported.add(kind);
    this.add(kind, number, text);
  }

  /** The account's number by its id, or null for what is no account's. */
  numberOf(accountId: string | null): number | null {
    return accountId === null ? null : (this.accounts.withId(accountId)?.number ?? null);
  }
}
