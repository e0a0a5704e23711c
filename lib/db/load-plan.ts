import { AppError } from "@/lib/domain/app-error";
import type { Migration } from "./migration-files";
import type { PortableRow, PortableTable } from "./portable";

/** Rows of one table, on their way into a database. */
export interface RowGroup {
  table: PortableTable;
  rows: readonly PortableRow[];
}

export interface LoadPlan {
  /** The migrations that the rows were written under, oldest first. */
  migrations: readonly string[];
  tables: readonly PortableTable[];
  /** True: what the database holds is given up for the rows. */
  replace: boolean;
  /** Reads the rows, once, each table behind those that it refers to. */
  rows: () => AsyncIterable<RowGroup>;
}

export interface LoadReport {
  /** Where SQLite's file was copied to before it was replaced. */
  copy: string | null;
}

/** A database that is about to be filled and that nobody else uses. */
export interface Target {
  /** True while it has no table at all. */
  isBlank: boolean;
  /** Everything in one transaction: a crash at any point leaves the database as it was. */
  fill(plan: LoadPlan): Promise<LoadReport>;
  close(): Promise<void>;
}

/** The migrations that bring a database to where the rows were written. */
export function chooseMigrations(
  written: readonly string[],
  known: readonly Migration[],
  isBlank: boolean,
): Migration[] {
  if (!knowsMigrations(written, known)) {
    throw new AppError(
      "backup_newer",
      "This backup was made by a newer version of Perennial. Restore it with that one.",
    );
  }
  if (written.length < known.length && !isBlank) {
    throw new AppError(
      "backup_older",
      "This backup was made by an older version of Perennial, and its tables differ from those of the database. Restore it into a new, empty database: it is brought up to this version there.",
    );
  }
  return known.filter(({ name }) => written.includes(name));
}

/** False when this version lacks one of the migrations that the rows were written under. */
export function knowsMigrations(written: readonly string[], known: readonly Pick<Migration, "name">[]): boolean {
  return written.every((name) => known.some((migration) => migration.name === name));
}

/** @throws AppError `backup_newer` unless both lists have the same tables and columns, in any order. */
export function compareTables(plan: readonly PortableTable[], tables: readonly PortableTable[]): void {
  const shape = (list: readonly PortableTable[]) =>
    list.flatMap(({ name, columns }) => columns.map((column) => `${name}.${column.name} ${column.type}`)).sort();
  const [wanted, found] = [shape(plan), shape(tables)];
  const odd = wanted.find((column) => !found.includes(column)) ?? found.find((column) => !wanted.includes(column));
  if (odd === undefined) return;
  throw new AppError(
    "backup_newer",
    `The backup's tables are not those of this version: ${odd} differs. Restore it with the version that made it.`,
  );
}

export const IN_USE =
  "Somebody has this database open. Stop Perennial, and everything else that uses the database, then try again. Nothing was changed.";
export const NOT_EMPTY =
  "The database is not empty. Restore into a new one, or say --replace to give up what it holds. Nothing was changed.";
