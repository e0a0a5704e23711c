/** Every act that the audit log knows, with the words that people read. */
export const AUDIT_ACTIONS = {
  signed_in: "Signed in",
  sign_in_failed: "Sign-in failed",
  sign_in_slowed_down: "Sign-in slowed down",
  signed_out: "Signed out",
  session_ended: "Session ended",
  sessions_ended: "Other sessions ended",
  proof_given: "Identity confirmed",
  proof_failed: "Identity not confirmed",
  owner_created: "Owner account created",
  invitation_created: "Invitation made",
  invitation_revoked: "Invitation revoked",
  invitation_accepted: "Invitation accepted",
  role_changed: "Role changed",
  person_removed: "Person removed",
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
  token_revealed: "Token revealed",
  accounts_disconnected: "Accounts disconnected",
  activity_exported: "Activity exported",
  audit_exported: "Audit log exported",
  setting_changed: "Setting changed",
  channel_created: "Notice channel added",
  channel_changed: "Notice channel changed",
  channel_deleted: "Notice channel removed",
  feed_link_created: "Secret address made",
  feed_link_revoked: "Secret address revoked",
  key_rotation_started: "Key rotation begun",
  key_rotation_finished: "Key rotation finished",
  backup_made: "Backup made",
  backup_restored: "Backup restored",
  deauthorized: "Access withdrawn at Instagram",
  data_deleted: "Data deleted on request",
} as const;

export type AuditAction = keyof typeof AUDIT_ACTIONS;

/** `refused`: not allowed, or the wrong proof. `failed`: allowed, and something broke. */
export const AUDIT_OUTCOMES = ["done", "refused", "failed"] as const;
export type AuditOutcome = (typeof AUDIT_OUTCOMES)[number];

export function isAuditAction(text: string): text is AuditAction {
  return Object.hasOwn(AUDIT_ACTIONS, text);
}
