import type { Adapters } from "@/lib/services/context";
import { type DatabaseSeam, throughSeam } from "../database-seam";
import type { Bug } from "./bug";

function seamed(seam: () => DatabaseSeam): Bug["plant"] {
  return () => {
    const shared = seam();
    return (adapters: Adapters) => ({ ...adapters, db: throughSeam(adapters.db, shared) });
  };
}

const CLAIM = /^WITH .*due AS MATERIALIZED/s;

/** Bugs that show when processes meet. */
export const CONCURRENCY_BUGS = {
  no_lease: {
    what: "Two processes at once? There is only one.",
    caughtBy: "needless_refresh",
    plant: () => (adapters) => ({
      ...adapters,
      db: throughSeam(adapters.db, {
        async step({ input }, run) {
          const [statement] = input;
          if (typeof statement === "string" && CLAIM.test(statement)) await releaseAll(adapters);
          return run(...input);
        },
      }),
    }),
  },
  row_not_read_again: {
    what: "The row was read a moment ago.",
    caughtBy: "lost_but_keepable",
    plant: seamed(() => {
      const read = new Map<string, unknown>();
      return {
        async step({ name, input }, run) {
          const found = await run(...input);
          if (name !== "connectedAccount.findMany" || !Array.isArray(found)) return found;
          return found.map((row: { id: string }) => {
            if (!read.has(row.id)) read.set(row.id, row);
            return read.get(row.id);
          });
        },
      };
    }),
  },
  pause_not_shared: {
    what: "Whoever is told to wait waits; the others need not know.",
    caughtBy: "needless_refresh",
    plant: seamed(() => ({
      step({ name, input }, run) {
        const [query] = input as [{ data?: { pausedUntil?: unknown } }?];
        if (name === "instagramApp.updateMany" && query?.data?.pausedUntil !== undefined)
          return Promise.resolve({ count: 0 });
        return run(...input);
      },
    })),
  },
  notices_without_key: {
    what: "An insert is an insert.",
    caughtBy: "notice_double",
    plant: seamed(() => {
      let copies = 0;
      return {
        step({ name, input }, run) {
          const [text, rows] = input as [(readonly string[])?, { values?: unknown[] }?];
          if (name === "$executeRaw" && text?.join("").includes('INSERT INTO "Notice"') && rows?.values !== undefined) {
            copies += 1;
            for (let at = KEY_POSITION; at < rows.values.length; at += NOTICE_COLUMNS)
              rows.values[at] += `:copy${copies}`;
          }
          return run(...input);
        },
      };
    }),
  },
} as const satisfies Record<string, Bug>;

const NOTICE_COLUMNS = 6;
const KEY_POSITION = 1;

async function releaseAll({ db }: Adapters): Promise<void> {
  await db.connectedAccount.updateMany({ where: { leaseId: { not: null } }, data: { leaseExpiresAt: null } });
}
