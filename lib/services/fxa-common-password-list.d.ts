declare module "fxa-common-password-list" {
  /** The 50,000 most common passwords of eight characters or more. */
  const commonPasswords: { test(password: string): boolean };
  export = commonPasswords;
}
