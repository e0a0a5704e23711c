import { LONG_LIVED_TOKEN_LIFE, SECOND } from "./durations";

/** The questions that instagram-platform leaves open, each as a choice (§14, "Open questions"). */
export interface Switches {
  codeExchangeShape: "flat_integer_array" | "data_string" | "flat_old";
  /** The code exchange already gives a long-lived token, with `expires_in`. */
  codeExchangeLongLived: boolean;
  /** What a wrong client secret answers at the code exchange (instagram-platform §2.3). */
  wrongSecret: "redirect_text" | "plain";
  refreshTokenString: "new" | "same";
  oldTokenAfterRefresh: "valid" | "dead";
  refreshPermissions: boolean;
  refreshUnder24h: "remaining" | "error_100";
  meWrapped: boolean;
  meIdsAsNumbers: boolean;
  stateOnCancel: boolean;
  debugToken: "unsupported" | "works";
  shortTokenAfterExchange: "valid" | "dead";
  secondConsent: "old_token_lives" | "old_token_dies";
  /** Seconds. */
  longLivedExpiresIn: number;
  subcodes: "none" | "facebook";
  signWith: "instagram" | "meta";
  versionedTokenPaths: "works" | "error_100";
  /** Milliseconds added to every answer. */
  latencyMs: number;
  /** Percentage for the usage headers; null leaves them out. */
  usagePercent: number | null;
}

const DOCUMENTED_SHORTFALL = 56 * SECOND;

export const DEFAULT_SWITCHES: Readonly<Switches> = {
  codeExchangeShape: "flat_integer_array",
  codeExchangeLongLived: false,
  wrongSecret: "redirect_text",
  refreshTokenString: "new",
  oldTokenAfterRefresh: "valid",
  refreshPermissions: false,
  refreshUnder24h: "remaining",
  meWrapped: false,
  meIdsAsNumbers: false,
  stateOnCancel: true,
  debugToken: "unsupported",
  shortTokenAfterExchange: "valid",
  secondConsent: "old_token_lives",
  longLivedExpiresIn: (LONG_LIVED_TOKEN_LIFE - DOCUMENTED_SHORTFALL) / SECOND,
  subcodes: "none",
  signWith: "instagram",
  versionedTokenPaths: "works",
  latencyMs: 0,
  usagePercent: null,
};

/** The values a switch may take; the default comes first. */
export const SWITCH_CHOICES = {
  codeExchangeShape: ["flat_integer_array", "data_string", "flat_old"],
  codeExchangeLongLived: [false, true],
  wrongSecret: ["redirect_text", "plain"],
  refreshTokenString: ["new", "same"],
  oldTokenAfterRefresh: ["valid", "dead"],
  refreshPermissions: [false, true],
  refreshUnder24h: ["remaining", "error_100"],
  meWrapped: [false, true],
  meIdsAsNumbers: [false, true],
  stateOnCancel: [true, false],
  debugToken: ["unsupported", "works"],
  shortTokenAfterExchange: ["valid", "dead"],
  secondConsent: ["old_token_lives", "old_token_dies"],
  longLivedExpiresIn: "number",
  subcodes: ["none", "facebook"],
  signWith: ["instagram", "meta"],
  versionedTokenPaths: ["works", "error_100"],
  latencyMs: "number",
  usagePercent: "number_or_null",
} as const satisfies {
  [Name in keyof Switches]: readonly Switches[Name][] | "number" | "number_or_null";
};

export const SWITCH_NAMES = Object.keys(SWITCH_CHOICES) as (keyof Switches)[];
