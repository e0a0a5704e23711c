/** Every act that the audit log knows, with the words that people read, in the groups that the filter offers. */
const ACTIONS_OF_GROUPS = {
  signing_in: {
    signed_in: "Signed in",
    sign_in_failed: "Sign-in failed",
    sign_in_slowed_down: "Sign-in slowed down",
    code_asked_for: "Password right, second factor asked for",
    refusals_left_out: "More refusals, not recorded",
    signed_out: "Signed out",
    session_ended: "Session ended",
    sessions_ended: "Other sessions ended",
    proof_given: "Identity confirmed",
    proof_failed: "Identity not confirmed",
  },
  people: {
    owner_created: "Owner account created",
    invitation_created: "Invitation made",
    invitation_revoked: "Invitation revoked",
    invitation_accepted: "Invitation accepted",
    invitation_refused: "Invitation refused",
    role_changed: "Role changed",
    person_removed: "Person removed",
    person_signed_out: "Person signed out everywhere",
  },
  profiles: {
    profile_changed: "Profile changed",
    password_changed: "Password changed",
    password_reset_requested: "Password reset asked for",
    password_reset: "Password reset",
    authenticator_added: "Authenticator app added",
    authenticator_removed: "Authenticator app removed",
    recovery_codes_made: "Recovery codes made",
    recovery_code_used: "Recovery code used",
    passkey_added: "Passkey added",
    passkey_renamed: "Passkey renamed",
    passkey_removed: "Passkey removed",
  },
  accounts: {
    token_revealed: "Token revealed",
    accounts_disconnected: "Accounts disconnected",
    deauthorized: "Access withdrawn at Instagram",
    data_deleted: "Data deleted on request",
  },
  exports: {
    activity_exported: "Activity exported",
    audit_exported: "Audit log exported",
  },
  settings: {
    setting_changed: "Setting changed",
    channel_created: "Notice channel added",
    channel_changed: "Notice channel changed",
    channel_deleted: "Notice channel removed",
    feed_link_created: "Secret address made",
    feed_link_revoked: "Secret address revoked",
  },
  keys: {
    key_rotation_started: "Key rotation begun",
    key_rotation_finished: "Key rotation finished",
    backup_made: "Backup made",
    backup_restored: "Backup restored",
  },
} as const;

export type AuditGroup = keyof typeof ACTIONS_OF_GROUPS;

export const AUDIT_GROUPS: Record<AuditGroup, string> = {
  signing_in: "Signing in",
  people: "Team",
  profiles: "Passwords and second factors",
  accounts: "Accounts and tokens",
  exports: "Exports",
  settings: "Settings",
  keys: "Keys and backups",
};
export const AUDIT_GROUP_NAMES = Object.keys(AUDIT_GROUPS) as AuditGroup[];

export const AUDIT_ACTIONS = {
  ...ACTIONS_OF_GROUPS.signing_in,
  ...ACTIONS_OF_GROUPS.people,
  ...ACTIONS_OF_GROUPS.profiles,
  ...ACTIONS_OF_GROUPS.accounts,
  ...ACTIONS_OF_GROUPS.exports,
  ...ACTIONS_OF_GROUPS.settings,
  ...ACTIONS_OF_GROUPS.keys,
} as const;

export type AuditAction = keyof typeof AUDIT_ACTIONS;

/** `refused`: not allowed, or the wrong proof. `failed`: allowed, and something broke. */
export const AUDIT_OUTCOMES = ["done", "refused", "failed"] as const;
export type AuditOutcome = (typeof AUDIT_OUTCOMES)[number];

/** One line of the log as a person reads it. */
export interface AuditEntry {
  sequence: number;
  at: Date;
  action: AuditAction;
  outcome: AuditOutcome;
  /** Null: the server itself, or somebody who was not signed in. */
  actorName: string | null;
  /** Null: nobody called over the network. */
  address: string | null;
  subject: string | null;
  /** JSON of plain facts. */
  detail: string;
}

export function isAuditAction(text: string): text is AuditAction {
  return Object.hasOwn(AUDIT_ACTIONS, text);
}

/** The actions of a group, or the one action itself. */
export function auditActionsOf(chosen: AuditGroup | AuditAction): readonly AuditAction[] {
  return isAuditGroup(chosen) ? (Object.keys(ACTIONS_OF_GROUPS[chosen]) as AuditAction[]) : [chosen];
}

export function isAuditGroup(text: string): text is AuditGroup {
  return Object.hasOwn(ACTIONS_OF_GROUPS, text);
}
