/** A control call that cannot be carried out as asked; the message is for the person who asked. */
export class ControlError extends Error {
  readonly code: "unknown_account" | "account_exists" | "invalid_input" | "callback_failed";

  constructor(code: ControlError["code"], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "ControlError";
    this.code = code;
  }
}
