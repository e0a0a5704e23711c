/** All in milliseconds. */
export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** instagram-platform §0.3: how long each credential lives, and when a refresh starts to count. */
export const CODE_LIFE = HOUR;
export const SHORT_LIVED_TOKEN_LIFE = HOUR;
export const LONG_LIVED_TOKEN_LIFE = 60 * DAY;
export const REFRESH_MINIMUM_AGE = 24 * HOUR;

/** How long an opened consent page may be answered. */
export const CONSENT_REQUEST_LIFE = HOUR;
