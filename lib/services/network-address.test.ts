import { expect, test } from "vitest";
import { networkOf, plainAddress } from "./network-address";

test.each([
  ["203.0.113.7", "203.0.113.7"],
  ["203.0.113.7:51234", "203.0.113.7"],
  ["::ffff:203.0.113.7", "203.0.113.7"],
  ["::FFFF:cb00:7107", "203.0.113.7"],
  ["[::ffff:203.0.113.7]:443", "203.0.113.7"],
  ["2001:DB8:0:0:0:0:0:1", "2001:db8::1"],
  ["[2001:db8::1]", "2001:db8::1"],
  ["[2001:db8::1]:51234", "2001:db8::1"],
  ["fe80::1%eth0", null],
  ["unknown", null],
  ["_hidden", null],
  ["", null],
  ["127.1", null],
  ["0x7f000001", null],
  ["1", null],
  ["203.0.113.256", null],
  ["203.0.113.7:x", null],
  ["[203.0.113.7", null],
  ["2001:db8::1::2", null],
  ["203.0.113.7 OR 1=1", null],
])("the address in “%s” is %s", (text, address) => expect(plainAddress(text)).toBe(address));

test.each([
  ["203.0.113.7", "203.0.113.7"],
  ["::ffff:203.0.113.7", "203.0.113.7"],
  ["2001:db8:1:2::1", "2001:db8:1:2::/64"],
  ["2001:db8:1:2:ffff:ffff:ffff:ffff", "2001:db8:1:2::/64"],
  ["2001:db8:1:3::1", "2001:db8:1:3::/64"],
  ["::1", "::/64"],
  ["unknown", "unknown"],
  ["ada@example.com", "ada@example.com"],
  ["5f1c7ad0-3b0e-4c59-9d0c-6a1f0d1f2c3b", "5f1c7ad0-3b0e-4c59-9d0c-6a1f0d1f2c3b"],
])("“%s” counts as %s", (text, network) => expect(networkOf(text)).toBe(network));
