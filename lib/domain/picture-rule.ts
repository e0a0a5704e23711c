import { after, DAY, HOUR, MINUTE } from "./durations";

/** Bytes. */
export const LARGEST_PICTURE = 512 * 1_024;
/** Pixels, in width and in height. */
export const LONGEST_SIDE = 2_048;
/** What a profile picture may be; the first bytes decide, and the server that sent it must agree. */
export const PICTURE_TYPES = { jpg: "image/jpeg", png: "image/png", webp: "image/webp" } as const;
export type PictureType = (typeof PICTURE_TYPES)[keyof typeof PICTURE_TYPES];

/** Milliseconds until the link is looked at again. */
const LOOK_INTERVAL = 1 * DAY;
/** After each failure in a row. Links of accounts that are not checked any more stop working for good. */
const WAITS = [10 * MINUTE, 1 * HOUR, 6 * HOUR, 1 * DAY, 7 * DAY] as const;

/** Instagram's content network. Its hosts change with place and time; these are the domains that all of them are in. */
const NETWORK = [".cdninstagram.com", ".fbcdn.net"] as const;

/** Whether a picture may be fetched from `address`: from Instagram's network, or from the simulator in its place. */
export function isPictureAddress(address: string, simulatorUrl: string | null): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, port, username, password, origin } = new URL(address);
  if (username !== "" || password !== "") return false;
  if (simulatorUrl !== null) return origin === new URL(simulatorUrl).origin;
  return protocol === "https:" && port === "" && NETWORK.some((domain) => hostname.endsWith(domain));
}

/** What stays of a link while the picture is the same: host and signature are new every few hours. */
export function pictureName(address: string): string {
  return URL.canParse(address) ? new URL(address).pathname : address;
}

/** When to try again after so many failures in a row; none: when to look for another picture. */
export function nextPictureAttempt(failures: number, now: Date): Date {
  const wait = failures === 0 ? LOOK_INTERVAL : (WAITS[Math.min(failures, WAITS.length) - 1] ?? LOOK_INTERVAL);
  return after(now, wait);
}
