export interface BenchRow {
  what: string;
  measured: string;
  target: string;
  /** Null where there is no target. */
  met: boolean | null;
}

/** The rows in aligned columns. */
export function benchTable(rows: readonly BenchRow[]): string {
  const verdict = (met: boolean | null): string => (met === null ? "" : met ? "met" : "MISSED");
  const cells = [
    ["figure", "measured", "target", "verdict"],
    ...rows.map((row) => [row.what, row.measured, row.target, verdict(row.met)]),
  ];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...cells.map((row) => (row[column] ?? "").length)));
  const lines = cells.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  const rule = widths
    .map((width) => "-".repeat(width))
    .join("  ")
    .trimEnd();
  return [lines[0], rule, ...lines.slice(1)].join("\n");
}
