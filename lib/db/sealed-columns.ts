import "server-only";
import type { Database, Queryable } from "./client";
import type { DatabaseKind } from "./database-url";
import { jsonRows, jsonSource, onBoth, valuesIn } from "./json-rows";

/** Every column that holds a sealed text, and the key of its row. The canaries of the keys themselves stand apart. */
export const SEALED_COLUMNS = [
  { table: "AccountToken", column: "sealed", key: "accountId" },
  { table: "AccountToken", column: "previousSealed", key: "accountId" },
  { table: "BatchItem", column: "sealedInput", key: "id" },
  { table: "NoticeChannel", column: "sealedTarget", key: "id" },
  { table: "NoticeChannel", column: "sealedSecret", key: "id" },
  { table: "User", column: "sealedTotp", key: "id" },
] as const;

export type SealedColumn = (typeof SEALED_COLUMNS)[number];

/** How many texts one key has sealed. */
export interface KeyUse {
  keyId: string;
  texts: number;
}

/** The second part of `p1.<key id>.…`; "" for what is no sealed text. */
function keyIdIn(kind: DatabaseKind, column: string): string {
  const part =
    kind === "sqlite"
      ? `substr("${column}", 4, instr(substr("${column}", 4), '.') - 1)`
      : `split_part("${column}", '.', 2)`;
  return `CASE WHEN "${column}" LIKE 'p1.%.%' THEN ${part} ELSE '' END`;
}

const COUNT_STATEMENTS = onBoth((kind) => {
  const all = SEALED_COLUMNS.map(
    ({ table, column }) => `SELECT ${keyIdIn(kind, column)} AS "keyId" FROM "${table}" WHERE "${column}" IS NOT NULL`,
  );
  return `SELECT "keyId", count(*) AS texts FROM (${all.join(" UNION ALL ")}) AS sealed GROUP BY "keyId" ORDER BY "keyId"`;
});

/** Which keys have sealed what is stored, by the texts' own beginning: nothing is opened. "" counts damaged texts. */
export async function countSealedTexts(db: Database): Promise<KeyUse[]> {
  const rows = await db.$queryRawUnsafe<{ keyId: string; texts: number | bigint }[]>(COUNT_STATEMENTS[db.kind]);
  return rows.map(({ keyId, texts }) => ({ keyId, texts: Number(texts) }));
}

export interface SealedText {
  /** The key of its row. */
  key: string;
  sealed: string;
}

/** Texts that another key than `keyId` has sealed, in the order of their rows' keys, from the first behind `after`. */
export async function findTextsSealedOtherwise(
  db: Database,
  { table, column, key }: SealedColumn,
  { keyId, after, take }: { keyId: string; after: string; take: number },
): Promise<SealedText[]> {
  const [first, second, third, fourth] =
    db.kind === "sqlite" ? ["?", "?", "?", "?"] : ["$1", "$2::int", "$3", "$4::int"];
  const beginning = `p1.${keyId}.`;
  return db.$queryRawUnsafe<SealedText[]>(
    `SELECT "${key}" AS key, "${column}" AS sealed FROM "${table}"
      WHERE "${key}" > ${first} AND substr("${column}", 1, ${second}) <> ${third} ORDER BY "${key}" LIMIT ${fourth}`,
    after,
    beginning.length,
    beginning,
    take,
  );
}

const CHANGE = { key: "text", before: "text", after: "text" } as const;
const valuesOf = valuesIn(CHANGE);

function replaceStatement(kind: DatabaseKind, { table, column, key }: SealedColumn): string {
  const update = `UPDATE "${table}" AS target SET "${column}" = change."after" FROM ${jsonSource(kind, "change", CHANGE)}
    WHERE target."${key}" = change."key" AND target."${column}" = change."before"`;
  if (kind === "sqlite") return update;
  // Rows that others hold are left for the next pass: whoever waits for nobody can be part of no deadlock.
  return `WITH free AS (SELECT "${key}" AS key FROM "${table}"
      WHERE "${key}" IN (SELECT change."key" FROM ${jsonSource(kind, "change", CHANGE)}) ORDER BY "${key}" FOR UPDATE SKIP LOCKED)
    ${update} AND target."${key}" IN (SELECT free.key FROM free)`;
}

/**
 * Puts new texts in the place of those that are still the ones they were made from: what somebody else has stored in the
 * meantime stays.
 *
 * @returns how many were replaced.
 */
export async function replaceSealedTexts(
  kind: DatabaseKind,
  tx: Queryable,
  column: SealedColumn,
  changes: readonly { key: string; before: string; after: string }[],
): Promise<number> {
  return tx.$executeRawUnsafe(replaceStatement(kind, column), jsonRows(kind, changes.map(valuesOf)));
}
