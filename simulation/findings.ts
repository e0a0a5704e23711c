/** What the oracle counts; every one has a bound in the report. */
export const FINDING_KINDS = [
  "lost_but_keepable",
  "living_called_dead",
  "dead_without_second_look",
  "dead_called_living",
  "needless_refresh",
  "needless_look",
  "notice_missing",
  "notice_double",
  "work_failed",
] as const;
export type FindingKind = (typeof FINDING_KINDS)[number];

export interface Finding {
  kind: FindingKind;
  /** Account number; null: the app as a whole. */
  account: number | null;
  at: number;
  text: string;
}

/** What is only told. */
export interface Tally {
  refreshCalls: number;
  lookCalls: number;
  renewals: number;
  /** Tokens that ended although nobody could have kept them. */
  lostUnavoidably: number;
  /** Of those: lost although a stretch of half an hour was there. */
  lostStrictly: number;
  revoked: number;
  /** Of accounts whose renewal is switched off. */
  lostSwitchedOff: number;
  reconnects: number;
  notices: number;
  /** Living tokens that were called dead for a while because Instagram said so again and again. */
  misled: number;
}
