import type { Queryable } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/sqlite/client";

interface Table {
  findMany(): Promise<unknown[]>;
}

/** Every row of every table as text: equal pictures mean that nothing was changed. */
export async function databasePicture(db: Queryable): Promise<string> {
  const names = Object.values(Prisma.ModelName);
  const tables = names.map(async (name) => {
    const key = name.charAt(0).toLowerCase() + name.slice(1);
    const rows = await (db as unknown as Record<string, Table>)[key]?.findMany();
    return [name, rows?.map((row) => JSON.stringify(row)).sort()];
  });
  return JSON.stringify(await Promise.all(tables), null, 1);
}
