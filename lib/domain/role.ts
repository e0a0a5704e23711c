export const ROLES = ["owner", "manager", "viewer"] as const;
export type Role = (typeof ROLES)[number];

export type Verb = "see_accounts" | "change_accounts" | "see_settings" | "change_notices";

const PERMISSIONS: Record<Role, readonly Verb[]> = {
  owner: ["see_accounts", "change_accounts", "see_settings", "change_notices"],
  manager: ["see_accounts", "change_accounts", "see_settings", "change_notices"],
  viewer: ["see_accounts", "see_settings"],
};

export function mayDo(role: Role, verb: Verb): boolean {
  return PERMISSIONS[role].includes(verb);
}
