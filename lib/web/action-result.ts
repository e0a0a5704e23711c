/** What an action says to the person who pressed the button. */
export interface ActionResult {
  tone: "good" | "calm" | "bad";
  message: string;
  /** By the name of the field. */
  fieldErrors?: Record<string, string>;
  /** What was typed, to fill the form again. Never a password or a token. */
  values?: Record<string, string>;
  /** Made by this very action, for the person to copy: shown once and never stored in the clear. */
  secret?: string;
  /** `secret` as an authenticator app reads it: the dark modules of a QR code as the path of an SVG. */
  qr?: { size: number; path: string };
  /** The act is sensitive and the last proof of who is in front of the browser is too old: prove it, then repeat. */
  needsProof?: true;
}
