import type { Database } from "@/lib/db/client";

/** Every row of every table as one text, to look for what must not be there. */
export async function wholeDatabase(db: Database): Promise<string> {
  const tables = await db.$queryRawUnsafe<{ name: string }[]>(
    db.kind === "sqlite"
      ? "SELECT name FROM sqlite_master WHERE type = 'table'"
      : "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'",
  );
  const texts: string[] = [];
  for (const { name } of tables) {
    const rows = await db.$queryRawUnsafe<object[]>(`SELECT * FROM "${name}"`);
    texts.push(...rows.map((row) => `${name} ${JSON.stringify(row, writable)}`));
  }
  return texts.join("\n");
}

function writable(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? String(value) : value;
}
