import type { IconName } from "@/components/ui/icon-name";
import type { AuditAction, AuditEntry, AuditOutcome } from "@/lib/domain/audit-event";

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

/** What Meta's signed calls do. */
const BY_META = new Set<string>(["deauthorized", "data_deleted"] satisfies AuditAction[]);

/** Their subject is an account's id. */
const ABOUT_ACCOUNTS = new Set<string>(["token_revealed", "deauthorized"] satisfies AuditAction[]);

/** Who did it, and from where. */
export function actorText({ action, actorName, address }: Pick<AuditEntry, "action" | "actorName" | "address">): {
  name: string;
  from: string;
} {
  const stranger = BY_META.has(action) ? "Meta" : "somebody who was not signed in";
  const name = actorName ?? (address === null ? "the server" : stranger);
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

/** The account that a line is about, by its id; null: none. */
export function accountIdOf({
  action,
  subject,
  detail,
}: Pick<AuditEntry, "action" | "subject" | "detail">): string | null {
  const id = ABOUT_ACCOUNTS.has(action) ? subject : null;
  return id ?? /"accountId":"([A-Za-z0-9-]{1,64})"/.exec(detail)?.[1] ?? null;
}

/** `byAccount` as "by account", and `sessions_ended` as "sessions ended". */
function words(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).replaceAll("_", " ");
}

function valueText(value: unknown): string {
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value !== "string") return JSON.stringify(value);
  // Words of ours are names without blanks; what people typed stays as it is.
  return /^[a-z]+(?:_[a-z]+)+$/.test(value) ? words(value) : value;
}
