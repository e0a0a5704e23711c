import "server-only";
import type { Queryable } from "./client";

export async function findSetting(db: Queryable, key: string): Promise<string | null> {
  return (await db.setting.findUnique({ where: { key }, select: { value: true } }))?.value ?? null;
}

export async function putSetting(db: Queryable, key: string, value: string, now: Date): Promise<void> {
  await db.setting.upsert({
    where: { key },
    create: { key, value, changedAt: now },
    update: { value, changedAt: now },
  });
}
