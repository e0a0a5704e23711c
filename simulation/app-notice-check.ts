import { HOUR, MINUTE } from "@/lib/domain/durations";
import type { Circumstances } from "./circumstances";
import type { FindingLog } from "./finding-log";
import { openStretches } from "./intervals";

/** Milliseconds. A standstill longer than this must be told; shorter ones may be. */
const SURELY_NOTICED = 10 * MINUTE;

/** Something that people were told of the app as a whole. `at`: when it was seen, on Instagram's clock. */
export interface AppNotice {
  kind: string;
  at: number;
}

export interface AppNoticeInput {
  circumstances: Circumstances;
  start: number;
  end: number;
  /** Milliseconds between the ticks that do routine work. */
  grid: number;
}

/** Looks at what people were told of the app as a whole: every fault and its end in turn, every standstill once. */
export function checkAppNotices(notices: readonly AppNotice[], log: FindingLog, input: AppNoticeInput): void {
  checkTurns(notices, log);
  checkStandstills(notices, log, input);
}

function checkTurns(notices: readonly AppNotice[], log: FindingLog): void {
  const turns = notices.filter(({ kind }) => kind === "app_fault" || kind === "recovered");
  let before = "recovered";
  for (const { kind, at } of turns) {
    const when = new Date(at).toISOString();
    if (kind === before && kind === "app_fault") log.add("notice_double", null, `the fault was told again at ${when}`);
    if (kind === before && kind === "recovered") log.add("notice_missing", null, `the end of no fault told at ${when}`);
    before = kind;
  }
}

function checkStandstills(
  notices: readonly AppNotice[],
  log: FindingLog,
  { circumstances, start, end, grid }: AppNoticeInput,
): void {
  const told = notices.filter(({ kind }) => kind === "scheduler_stopped").map(({ at }) => at);
  const served = openStretches(start, end, circumstances.downtimes(start, end));
  for (const [index, stretch] of served.entries()) {
    const stoodStill = index === 0 ? stretch.start - start : stretch.start - (served[index - 1]?.end ?? start);
    // A stretch too short for a tick tells nothing.
    if (stretch.end - stretch.start < grid + HOUR) continue;
    const within = told.filter((at) => at >= stretch.start && at < stretch.end).length;
    const when = new Date(stretch.start).toISOString();
    // A clock that jumps ahead looks like a standstill.
    const most = (stoodStill > 0 ? 1 : 0) + circumstances.jumpsWithin(stretch.start, stretch.end);
    if (stoodStill > SURELY_NOTICED && within === 0)
      log.add("notice_missing", null, `standstill before ${when} not told`);
    if (within > most) log.add("notice_double", null, `standstill before ${when} told ${within} times`);
  }
}
