import { type PagePolicyInput, pagePolicy, SANDBOXED_POLICY, SEALED_POLICY } from "./content-policy";

const FEED = /^\/(?:badge|calendar)\/[^/]+$/;
const BADGE = /^\/badge\/[^/]+$/;
const PICTURE = /^\/accounts\/[^/]+\/picture$/;
const DATA =
  /^\/(?:api\/|icons?\.svg$|favicon\.ico$|activity\/export$|settings\/audit\/export$|accounts\/[^/]+\/token$)/;
/** Their addresses may hold a secret. */
const SECRET_ADDRESS = /^\/(?:invite|reset-password|api\/auth\/callback|calendar|badge|deletion)(?:\/|$)/;

const SWITCHED_OFF = [
  "accelerometer",
  "autoplay",
  "bluetooth",
  "browsing-topics",
  "camera",
  "clipboard-read",
  "display-capture",
  "encrypted-media",
  "fullscreen",
  "gamepad",
  "geolocation",
  "gyroscope",
  "hid",
  "idle-detection",
  "local-fonts",
  "magnetometer",
  "microphone",
  "midi",
  "payment",
  "picture-in-picture",
  "screen-wake-lock",
  "serial",
  "storage-access",
  "sync-xhr",
  "usb",
  "web-share",
  "xr-spatial-tracking",
] as const;
/** Copy buttons and passkeys. */
const OURS_ALONE = ["clipboard-write", "publickey-credentials-create", "publickey-credentials-get"] as const;

const PERMISSIONS = [
  ...SWITCHED_OFF.map((feature) => `${feature}=()`),
  ...OURS_ALONE.map((feature) => `${feature}=(self)`),
].join(", ");

/** A year, the least that browsers' preload lists take. */
const TRANSPORT_SECURITY = "max-age=31536000; includeSubDomains";

/** The security headers of every answer, by its path alone: pages, data, feeds and errors. */
export function responseHeaders(path: string, input: PagePolicyInput): Record<string, string> {
  return {
    "content-security-policy": policyFor(path, input),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": SECRET_ADDRESS.test(path) ? "no-referrer" : "same-origin",
    "cross-origin-opener-policy": "same-origin",
    // A badge stands on pages of other sites.
    "cross-origin-resource-policy": BADGE.test(path) ? "cross-origin" : "same-origin",
    "permissions-policy": PERMISSIONS,
    ...(input.https ? { "strict-transport-security": TRANSPORT_SECURITY } : {}),
  };
}

/** Whether programs and scripts read what is at `path`, and no person does. */
export function isData(path: string): boolean {
  return DATA.test(path);
}

function policyFor(path: string, input: PagePolicyInput): string {
  if (PICTURE.test(path)) return SANDBOXED_POLICY;
  return FEED.test(path) || isData(path) ? SEALED_POLICY : pagePolicy(input);
}
