import { FINDING_KINDS, type Finding, type FindingKind } from "./findings";
import type { SimulationResult } from "./simulation";

/** Of all refresh calls. */
export const MOST_NEEDLESS = 0.02;

const NAMES: Record<FindingKind, string> = {
  lost_but_keepable: "Tokens lost that could have been kept",
  living_called_dead: "Living tokens called dead after recovery",
  dead_without_second_look: "Living tokens called dead on the word of one answer",
  dead_called_living: "Dead tokens called living for more than 25 h",
  needless_refresh: "Refresh calls beyond the necessary",
  needless_look: "Looks at /me beyond the necessary",
  notice_missing: "Changes and thresholds that nobody was told",
  notice_double: "Changes and thresholds told twice",
  work_failed: "Accounts whose work ended in an error",
};

export interface AssertedFigure {
  kind: FindingKind;
  name: string;
  measured: string;
  bound: string;
  met: boolean;
}

/** Every figure with its bound. */
export function assertedFigures({ findings, tally, options }: SimulationResult): AssertedFigure[] {
  return FINDING_KINDS.map((kind) => {
    const count = findings.filter((finding) => finding.kind === kind).length;
    if (kind === "needless_refresh" || kind === "needless_look") {
      const calls = kind === "needless_refresh" ? tally.refreshCalls : tally.lookCalls;
      const share = calls === 0 ? 0 : count / calls;
      const measured = `${(share * 100).toFixed(2)} % (${count} of ${calls})`;
      return { kind, name: NAMES[kind], measured, bound: `< ${MOST_NEEDLESS * 100} %`, met: share < MOST_NEEDLESS };
    }
    const weekly = kind === "dead_called_living" && options.checkInterval > 1;
    const name = weekly ? `${NAMES[kind]} and ${options.checkInterval - 1} days` : NAMES[kind];
    return { kind, name, measured: String(count), bound: "0", met: count === 0 };
  });
}

export function isPassed(result: SimulationResult): boolean {
  return assertedFigures(result).every(({ met }) => met);
}

/** The result as it is printed: figures with their bounds, what else was counted, and on failure the whole story. */
export function reportText(result: SimulationResult, seconds: number): string {
  const { options, tally, counts, histories } = result;
  const { accounts, days, checkInterval, seed } = options;
  const lines = [
    `${accounts} accounts, ${days} days, checks every ${checkInterval === 1 ? "day" : `${checkInterval} days`}, seed ${seed}`,
    "",
    ...table(
      assertedFigures(result).map(({ name, measured, bound, met }) => [met ? "ok" : "NOT MET", name, measured, bound]),
    ),
    "",
    ...table([
      ["", "Renewals and refresh calls", `${tally.renewals} and ${tally.refreshCalls}`, ""],
      ["", "Checks", String(counts.checked), ""],
      ["", "Ticks, and processes killed in them", `${counts.ticks} and ${counts.kills}`, ""],
      ["", "Tokens revoked by people", String(tally.revoked), ""],
      ["", "Tokens that nobody could have kept", String(tally.lostUnavoidably), ""],
      ["", "… of these with half an hour free at a stretch", String(tally.lostStrictly), ""],
      ["", "Tokens that ended with renewal switched off", String(tally.lostSwitchedOff), ""],
      ["", "Living tokens called dead while Instagram kept saying so", String(tally.misled), ""],
      ["", "Tokens that people brought anew", String(tally.reconnects), ""],
      ["", "Notices", String(tally.notices), ""],
      ["", "Time that it took", `${seconds.toFixed(0)} s`, ""],
    ]),
    "",
  ];
  const passed = isPassed(result);
  if (!passed) {
    for (const history of histories.values()) lines.push(history, "");
    lines.push(
      ...decisive(result)
        .slice(0, MOST_FINDINGS)
        .map(({ kind, account, at, text }) => {
          return `${new Date(at).toISOString()} ${kind} ${account === null ? "app" : `account ${account}`}: ${text}`;
        }),
      "",
    );
  }
  lines.push(passed ? "PASSED" : `FAILED (seed ${seed})`);
  return lines.join("\n");
}

/** Findings behind the figures that are not met. */
export function decisive(result: SimulationResult): Finding[] {
  const kinds = new Set(
    assertedFigures(result)
      .filter(({ met }) => !met)
      .map(({ kind }) => kind),
  );
  return result.findings.filter(({ kind }) => kinds.has(kind));
}

const MOST_FINDINGS = 30;

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}
