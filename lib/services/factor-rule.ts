import "server-only";
import type { Queryable } from "@/lib/db/client";
import { findSetting, putSetting } from "@/lib/db/setting-rows";

const KEY = "second_factor_required";

/** Whether owners decided that everybody needs a second factor. */
export async function isFactorRequired(db: Queryable): Promise<boolean> {
  return (await findSetting(db, KEY)) === "true";
}

export async function putFactorRule(tx: Queryable, required: boolean, now: Date): Promise<void> {
  await putSetting(tx, KEY, String(required), now);
}
