/** What a person has set up besides the password. */
export interface SecondFactors {
  /** An authenticator app whose first code was typed. */
  authenticator: boolean;
  passkeys: number;
  /** Recovery codes that are not used yet. They stand in for a factor and are none themselves. */
  recoveryCodes: number;
}

export function hasSecondFactor({
  authenticator,
  passkeys,
}: Pick<SecondFactors, "authenticator" | "passkeys">): boolean {
  return authenticator || passkeys > 0;
}

/** Ways to show who one is, besides the password. */
export interface FactorWays {
  /** A code of the authenticator app is among `code`. */
  authenticator: boolean;
  /** Either a code of the authenticator app or a recovery code. */
  code: boolean;
  passkey: boolean;
}

export function factorWays({ authenticator, passkeys, recoveryCodes }: SecondFactors): FactorWays {
  return { authenticator, code: authenticator || recoveryCodes > 0, passkey: passkeys > 0 };
}

export interface FactorRule {
  /** Whether everybody needs a second factor. */
  required: boolean;
  /** How many people have none. */
  without: number;
}
