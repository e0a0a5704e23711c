import type { Adapters } from "@/lib/services/context";
import { type DatabaseSeam, throughSeam } from "../database-seam";
import type { Bug } from "./bug";

function seamed(seam: () => DatabaseSeam): Bug["plant"] {
  return () => {
    const shared = seam();
    return (adapters: Adapters) => ({ ...adapters, db: throughSeam(adapters.db, shared) });
  };
}

const CLAIM = /^WITH wanted .*SET "leaseId"/s;

/** Bugs that show when processes meet. */
export const CONCURRENCY_BUGS = {
  no_lease: {
    what: "Two processes at once? There is only one.",
    caughtBy: "needless_refresh",
    plant: () => (adapters) => {
      const own = new Set<string>();
      const step: DatabaseSeam["step"] = async ({ input }, run) => {
        const [statement, , , leaseId] = input;
        if (typeof statement === "string" && CLAIM.test(statement)) {
          own.add(String(leaseId));
          await takeFromOthers(adapters, [...own]);
        }
        return run(...input);
      };
      return { ...adapters, db: throughSeam(adapters.db, { step }) };
    },
  },
  token_not_read_again: {
    what: "The token was read a moment ago.",
    caughtBy: "living_called_dead",
    plant: seamed(() => {
      const tokens = new Map<string, unknown>();
      return {
        async step({ name, input }, run) {
          const found = await run(...input);
          if (name !== "connectedAccount.findMany" || !Array.isArray(found)) return found;
          return found.map((row: { id: string; token?: unknown }) => {
            if (!tokens.has(row.id)) tokens.set(row.id, row.token);
            return { ...row, token: tokens.get(row.id) };
          });
        },
      };
    }),
  },
  pause_not_shared: {
    what: "Whoever is told to wait waits; the others need not know.",
    needsMinutes: true,
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

async function takeFromOthers({ db }: Adapters, own: string[]): Promise<void> {
  await db.connectedAccount.updateMany({ where: { leaseId: { notIn: own } }, data: { leaseExpiresAt: null } });
}
