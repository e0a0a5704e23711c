/** From the one that may do most to the one that may do least. */
export const ROLES = ["owner", "manager", "viewer"] as const;
export type Role = (typeof ROLES)[number];

/** Everything that somebody may be allowed to do; each service asks for exactly one of these. */
export const VERBS = [
  /** One's own name, password, proofs and sessions. */
  "change_profile",
  "see_accounts",
  "change_accounts",
  "reveal_tokens",
  "see_settings",
  "change_notices",
  "see_team",
  "change_team",
  "change_security",
  "see_audit",
] as const;
export type Verb = (typeof VERBS)[number];

/** The one permission table. A viewer sees everything but secrets; a manager works with accounts; an owner may do all. */
const PERMISSIONS: Record<Role, readonly Verb[]> = {
  owner: VERBS,
  manager: [
    "change_profile",
    "see_accounts",
    "change_accounts",
    "reveal_tokens",
    "see_settings",
    "change_notices",
    "see_team",
  ],
  viewer: ["change_profile", "see_accounts", "see_settings", "see_team"],
};

export function mayDo(role: Role, verb: Verb): boolean {
  return PERMISSIONS[role].includes(verb);
}

/** A role as it came from outside, or null. */
export function parseRole(text: string): Role | null {
  return ROLES.find((role) => role === text) ?? null;
}

/** True when `to` may do more than `from`. */
export function isRise(from: Role, to: Role): boolean {
  return ROLES.indexOf(to) < ROLES.indexOf(from);
}
