import { plainAddress } from "@/lib/services/network-address";

/**
 * The address that a request came from: the last entry of `X-Forwarded-For`, which the nearest proxy, or Next itself,
 * has written. Earlier entries are whatever the sender made up. What is no address is not passed on.
 */
export function clientAddress(headers: Headers): string {
  return plainAddress(headers.get("x-forwarded-for")?.split(",").at(-1)?.trim() ?? "") ?? "unknown";
}
