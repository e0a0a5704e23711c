import "server-only";
import ipaddr from "ipaddr.js";

/** An address as some proxies write it: with a port behind it, or in brackets. */
const WITH_PORT = /^(?:\[([^\]]+)\](?::\d+)?|([\d.]+):\d+)$/;
/** Bits. What one customer of a provider gets of IPv6, at the least. */
const NETWORK_BITS = 64;

/** The address in `text` in its one shortest form, without a port, IPv4 as IPv4; null when there is none. */
export function plainAddress(text: string): string | null {
  const address = parse(WITH_PORT.exec(text)?.slice(1).join("") ?? text);
  return address?.toString() ?? null;
}

/**
 * Whose limits an address counts for. One person has 2^64 addresses of IPv6 at hand, so that all of a /64 are one; any
 * other text stands for itself.
 */
export function networkOf(text: string): string {
  const address = parse(text);
  if (address?.kind() !== "ipv6") return address?.toString() ?? text;
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${address.toString()}/${NETWORK_BITS}`)}/${NETWORK_BITS}`;
}

function parse(text: string): ipaddr.IPv4 | ipaddr.IPv6 | null {
  const plain = ipaddr.IPv4.isValidFourPartDecimal(text) || ipaddr.IPv6.isValid(text);
  const address = plain ? ipaddr.process(text) : null;
  // A zone names a network card of the server itself, in words that anybody could choose.
  if (address instanceof ipaddr.IPv6 && address.zoneId !== undefined) return null;
  return address;
}
