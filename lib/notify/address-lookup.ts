import "server-only";
import { lookup } from "node:dns";
import { BlockList, isIPv6, type LookupFunction } from "node:net";

/**
 * ::127.0.0.1 and the like: IPv4 addresses in an old dress (RFC 4291 §2.5.5.1), which the filtering agent takes for
 * public ones.
 */
const IPV4_COMPATIBLE = new BlockList();
IPV4_COMPATIBLE.addSubnet("::", 96, "ipv6");

/** True for a literal address that the filtering agent would wrongly let pass. */
export function isOverlooked(address: string): boolean {
  return isIPv6(address) && IPV4_COMPATIBLE.check(address, "ipv6");
}

/** The system's look-up without the addresses that the filtering agent overlooks; it judges all the others itself. */
export const lookUpAddress: LookupFunction = (hostname, options, done) => {
  lookup(hostname, { ...options, all: true }, (error, found) => {
    const addresses = (found ?? []).filter(({ address }) => !isOverlooked(address));
    const [first] = addresses;
    if (error !== null) done(error, "");
    else if (first === undefined) done(Object.assign(new Error("no usable address"), { code: "ENOTFOUND" }), "");
    else if (options.all === true) done(null, addresses);
    else done(null, first.address, first.family);
  });
};
