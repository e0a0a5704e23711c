import { encode } from "uqr";

/** Modules of free space that readers need around the code. */
const QUIET_ZONE = 4;

/** A QR code as one SVG path, a row of dark modules at a time: it needs neither a picture's address nor inline styles. */
export function qrPath(text: string): { size: number; path: string } {
  const { data, size } = encode(text, { ecc: "M", border: QUIET_ZONE });
  return { size, path: data.map(rowPath).join("") };
}

function rowPath(row: readonly boolean[], y: number): string {
  const runs: string[] = [];
  for (let x = 0; x < row.length; x += 1) {
    const start = x;
    while (row[x]) x += 1;
    if (x > start) runs.push(`M${start} ${y}h${x - start}v1H${start}z`);
  }
  return runs.join("");
}
