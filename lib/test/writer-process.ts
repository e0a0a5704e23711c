import { openDatabase } from "../db/client";

// A process of its own that never stops writing: two rows that are always equal, and one more row each time.
const db = openDatabase(process.argv[2] ?? "");
for (let number = 1; ; number += 1) {
  await db.transaction(async (tx) => {
    await tx.batchRun.updateMany({ where: { id: "one" }, data: { total: number } });
    const at = new Date();
    await tx.accountEvent.create({ data: { id: `event-${number}`, at, kind: "checked", tokenVersion: number } });
    await tx.batchRun.updateMany({ where: { id: "other" }, data: { total: number } });
  });
  if (number === 1) process.send?.("writing");
}
