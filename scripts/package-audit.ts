import { z } from "zod";

/** What is known of the packages that we ship. */
export type PackageAudit =
  | { kind: "clean" }
  | { kind: "found"; packages: FoundPackage[] }
  /** The registry tells no advisories: nothing is known, neither good nor bad. */
  | { kind: "not_told"; reason: string };

export interface FoundPackage {
  name: string;
  severity: string;
  /** Titles of the advisories, or the packages by which it is reached. */
  reasons: string[];
}

const advisory = z.union([z.string(), z.object({ title: z.string() }).transform(({ title }) => title)]);
const told = z.object({
  vulnerabilities: z.record(z.string(), z.object({ severity: z.string(), via: z.array(advisory) })),
});
const refused = z.object({ message: z.string() });

/** Reads what `npm audit --json` wrote. */
export function readPackageAudit(output: string): PackageAudit {
  const answer = parseJson(output);
  const known = told.safeParse(answer);
  if (!known.success) {
    const reason = refused.safeParse(answer);
    return { kind: "not_told", reason: reason.success ? reason.data.message : "npm audit wrote nothing readable." };
  }
  const packages = Object.entries(known.data.vulnerabilities).map(([name, { severity, via }]) => {
    return { name, severity, reasons: via };
  });
  return packages.length === 0 ? { kind: "clean" } : { kind: "found", packages };
}

const lockFile = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      resolved: z.string().optional(),
      integrity: z.string().optional(),
      dev: z.boolean().optional(),
    }),
  ),
});

const REGISTRY = "https://registry.npmjs.org/";

/** The packages that we ship, and those whose content the lock file does not pin or that come from elsewhere. */
export function readShipped(lock: string): { count: number; unpinned: string[] } {
  const { packages } = lockFile.parse(JSON.parse(lock));
  const shipped = Object.entries(packages).filter(([path, { dev }]) => path !== "" && dev !== true);
  const unpinned = shipped.filter(
    ([, { integrity, resolved = REGISTRY }]) => !integrity?.startsWith("sha512-") || !resolved.startsWith(REGISTRY),
  );
  return { count: shipped.length, unpinned: unpinned.map(([path]) => path.replace(/^.*node_modules\//, "")) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
