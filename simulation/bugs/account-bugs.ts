import { MINUTE } from "@/lib/domain/durations";
import type { Adapters } from "@/lib/services/context";
import type { Bug } from "./bug";
import { type Columns, rewriteRows, SETTLEMENT, STORED_TOKEN } from "./rewrite-rows";

function rewriting(start: string, change: (row: Columns) => Columns): Bug["plant"] {
  return () => (adapters: Adapters) => ({ ...adapters, db: rewriteRows(adapters.db, start, change) });
}

const DEAD = { verdict: "dead", suspectedAt: null, suspectedReason: null, suspicionProbes: 0, nextAttemptAt: null };

function withoutPrevious(row: Columns): Columns {
  return { ...row, previousSealed: null, previousIssuedAt: null, previousExpiresAt: null, previousExpiryAssumed: null };
}

/** The process that got a new token does not have the old one any more either. */
function forgetOldTokens(adapters: Adapters): Adapters {
  const { instagram } = adapters;
  const forgotten = new Set<string>();
  return {
    ...adapters,
    instagram: {
      ...instagram,
      async refresh(token) {
        const answer = await instagram.refresh(token);
        if (answer.ok && answer.value.token !== token) forgotten.add(token);
        return answer;
      },
      readProfile: (token) => instagram.readProfile(forgotten.has(token) ? "" : token),
    },
  };
}

/** Bugs in the rules, planted where their results are written down. */
export const ACCOUNT_BUGS = {
  previous_token_dropped: {
    what: "The new token is stored, so the old one can go.",
    caughtBy: "lost_but_keepable",
    plant: () => (adapters) =>
      forgetOldTokens({ ...adapters, db: rewriteRows(adapters.db, STORED_TOKEN, withoutPrevious) }),
  },
  first_death_believed: {
    what: "Instagram says that the token is invalid, and it should know.",
    caughtBy: "dead_without_second_look",
    plant: rewriting(SETTLEMENT, (row) =>
      row.suspectedAt === null
        ? row
        : { ...row, ...DEAD, verdictReason: row.suspectedReason, verdictAt: row.suspectedAt },
    ),
  },
  outage_ends_token: {
    what: "The refresh failed, so the account must be connected again.",
    caughtBy: "dead_without_second_look",
    plant: rewriting(SETTLEMENT, (row) =>
      row.failureKind === "transient"
        ? { ...row, ...DEAD, verdictReason: "expired", verdictAt: row.lastFailedAt }
        : row,
    ),
  },
  renewed_when_expired: {
    what: "There is time enough to renew a token when it ends.",
    caughtBy: "lost_but_keepable",
    plant: rewriting(SETTLEMENT, (row) =>
      row.nextAttemptAt === null ? row : { ...row, nextAttemptAt: Number(row.expiresAt) + MINUTE },
    ),
  },
  failed_once_skipped: {
    what: "What has failed is left to people.",
    caughtBy: "lost_but_keepable",
    plant: rewriting(SETTLEMENT, (row) => (Number(row.failedAttempts) > 0 ? { ...row, nextAttemptAt: null } : row)),
  },
} as const satisfies Record<string, Bug>;
