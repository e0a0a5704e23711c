/** Stable codes of everything that is thrown on purpose. Callers switch on the code, never on the text. */
export type AppErrorCode =
  | "not_signed_in"
  | "forbidden"
  | "proof_needed"
  | "second_factor_needed"
  | "too_many_requests"
  | "not_found"
  | "too_large"
  | "invalid_input"
  | "setup_finished"
  | "database_unavailable"
  | "database_newer"
  | "migration_failed"
  | "migration_changed"
  | "key_unknown"
  | "key_set_wrong"
  | "ciphertext_malformed"
  | "ciphertext_refused"
  | "backup_unknown"
  | "backup_newer"
  | "backup_older"
  | "backup_damaged"
  | "backup_exists"
  | "database_in_use"
  | "database_missing"
  | "database_not_empty"
  | "token_not_storable"
  | "instagram_not_configured";

/** `message` is safe to show to a person and holds no secret; what caused it stays in `cause` and goes to the log. */
export class AppError extends Error {
  readonly code: AppErrorCode;
  /** The one field of a server error that Next hands to an error page. */
  readonly digest: string;

  constructor(code: AppErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "AppError";
    this.code = code;
    this.digest = code;
  }
}

/** True when `error` is an {@link AppError}, of `code` when one is given. Works across bundles. */
export function isAppError(error: unknown, code?: AppErrorCode): error is AppError {
  if (!(error instanceof Error) || error.name !== "AppError" || !("code" in error)) return false;
  return code === undefined || error.code === code;
}
