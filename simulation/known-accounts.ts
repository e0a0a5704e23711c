import type Sqlite from "better-sqlite3";
import type { Verdict } from "@/lib/domain/account-facts";
import { tokenContext } from "@/lib/services/store-token";
import type { Token } from "@/simulator/store";
import type { FindingKind } from "./findings";
import type { World } from "./world";

/** What the services wrote down. */
export interface AccountRow {
  id: string;
  tokenVersion: number;
  expiresAt: number;
  verdict: Verdict | null;
  autoRenew: number;
}

/** What is known of an account: the database's words, and the truth. */
export interface KnownAccount extends AccountRow {
  number: number;
  token: string;
  previous: string | null;
  storedAt: number;
  revokedAt: number | null;
  /** The loss of this token has been judged. */
  judged: boolean;
  /** Since when the database has called it dead or expired. */
  calledDeadAt: number | null;
  /** Reported already, so that one fault is one finding. */
  reported: Set<FindingKind>;
}

const COLUMNS = `id, "tokenVersion", "expiresAt", verdict, "autoRenew"`;

/** All accounts of a world, by number, by id and by Instagram's id. */
export class KnownAccounts {
  readonly all: readonly KnownAccount[];
  private readonly world: World;
  private readonly byId = new Map<string, KnownAccount>();
  private readonly byUserId = new Map<string, number>();
  private readonly touched: Sqlite.Statement;
  private readonly everything: Sqlite.Statement;
  private readonly sealed: Sqlite.Statement;

  constructor(world: World) {
    const { file } = world;
    this.world = world;
    this.touched = file.prepare(`SELECT ${COLUMNS} FROM "ConnectedAccount" WHERE "lastAnsweredAt" >= ?`);
    this.everything = file.prepare(`SELECT ${COLUMNS} FROM "ConnectedAccount"`);
    this.sealed = file.prepare(`SELECT sealed, "previousSealed" FROM "AccountToken" WHERE "accountId" = ?`);
    const rows = new Map(this.rows().map((row) => [row.id, row]));
    this.all = world.ids.map((id, number) => this.know(rows.get(id), number));
  }

  private know(row: AccountRow | undefined, number: number): KnownAccount {
    if (row === undefined) throw new Error(`Account ${number} is not in the database.`);
    const known: KnownAccount = {
      ...row,
      number,
      token: "",
      previous: null,
      storedAt: this.world.clock.now,
      revokedAt: null,
      judged: false,
      calledDeadAt: null,
      reported: new Set(),
    };
    this.readToken(known);
    this.byId.set(row.id, known);
    const userId = this.world.simulator.lookAtToken({ token: known.token })?.userId;
    if (userId !== undefined) this.byUserId.set(userId, number);
    return known;
  }

  withId(id: string): KnownAccount | undefined {
    return this.byId.get(id);
  }

  /** The number of the account that Instagram knows by this id. */
  numberOf(userId: string): number | null {
    return this.byUserId.get(userId) ?? null;
  }

  rows(): AccountRow[] {
    return this.everything.all() as AccountRow[];
  }

  /** Rows of the accounts for which Instagram has answered since, on the server's clock. */
  rowsAnsweredSince(instant: number): AccountRow[] {
    return this.touched.all(instant) as AccountRow[];
  }

  readToken(known: KnownAccount): void {
    const row = this.sealed.get(known.id) as { sealed: string; previousSealed: string | null } | undefined;
    if (row === undefined) return;
    const open = (sealed: string) => this.world.vault.open(sealed, tokenContext(known.id));
    known.token = open(row.sealed);
    known.previous = row.previousSealed === null ? null : open(row.previousSealed);
  }

  /** The token that counts: the stored one, or the one before while Instagram does not know the stored one. */
  truthOf(known: KnownAccount): Token | null {
    const { simulator } = this.world;
    const stored = simulator.lookAtToken({ token: known.token });
    if (stored !== null || known.previous === null) return stored;
    return simulator.lookAtToken({ token: known.previous });
  }

  isAlive(known: KnownAccount): boolean {
    const truth = this.truthOf(known);
    return truth !== null && truth.ended === null && truth.expiresAt > this.world.clock.now;
  }
}
