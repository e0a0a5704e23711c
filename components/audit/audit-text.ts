import type { IconName } from "@/components/ui/icon-name";
import type { AuditEntry, AuditOutcome } from "@/lib/domain/audit-event";

interface OutcomeLook {
  text: string;
  icon: IconName;
  /** A text colour class. */
  colour: string;
}

export const OUTCOME_LOOKS: Record<AuditOutcome, OutcomeLook> = {
  done: { text: "Done", icon: "check", colour: "text-ok" },
  refused: { text: "Refused", icon: "shield", colour: "text-soon" },
  failed: { text: "Failed", icon: "alert", colour: "text-bad" },
};

/** Who did it, and from where. */
export function actorText({ actorName, address }: Pick<AuditEntry, "actorName" | "address">): {
  name: string;
  from: string;
} {
  const name = actorName ?? (address === null ? "the server" : "somebody who was not signed in");
  return { name, from: address === null ? "" : ` from ${address}` };
}

/** What else a line tells, as "name: value". A detail that cannot be read is shown as it is. */
export function detailFacts(detail: string): string[] {
  let facts: unknown;
  try {
    facts = JSON.parse(detail);
  } catch {
    return [detail];
  }
  if (typeof facts !== "object" || facts === null) return [detail];
  return Object.entries(facts)
    .filter(([, value]) => value !== null && value !== "")
    .map(([name, value]) => `${words(name)}: ${valueText(value)}`);
}

/** `byAccount` as "by account". */
function words(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function valueText(value: unknown): string {
  if (typeof value === "boolean") return value ? "yes" : "no";
  return typeof value === "string" ? value : JSON.stringify(value);
}
