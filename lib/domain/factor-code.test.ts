import fc from "fast-check";
import { expect, test } from "vitest";
import { RECOVERY_CODE_BYTES, readTypedCode, recoveryCodeText } from "./factor-code";

test("a recovery code reads like four groups and comes back whole, however it was typed", () => {
  const bytes = fc.uint8Array({ minLength: RECOVERY_CODE_BYTES, maxLength: RECOVERY_CODE_BYTES });
  fc.assert(
    fc.property(bytes, (random) => {
      const text = recoveryCodeText(random);
      expect(text).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
      const code = text.replaceAll("-", "");
      expect(readTypedCode(text)).toEqual({ kind: "recovery", code });
      expect(readTypedCode(` ${text.toLowerCase().replaceAll("-", " ")} `)).toEqual({ kind: "recovery", code });
    }),
  );
});

test("every bit of the random bytes counts", () => {
  const zero = recoveryCodeText(new Uint8Array(RECOVERY_CODE_BYTES));
  for (let bit = 0; bit < RECOVERY_CODE_BYTES * 8; bit += 1) {
    const bytes = new Uint8Array(RECOVERY_CODE_BYTES);
    bytes[bit >> 3] = 1 << (bit & 7);
    expect(recoveryCodeText(bytes)).not.toBe(zero);
  }
});

test.each([
  ["123456", { kind: "authenticator", code: "123456" }],
  [" 123 456 ", { kind: "authenticator", code: "123456" }],
  ["１２３４５６", { kind: "authenticator", code: "123456" }],
  ["oil0-1111-2222-333u", { kind: "recovery", code: "011011112222333V" }],
  ["", null],
  ["12345", null],
  ["1234567", null],
  ["0123-4567-89AB-CDE", null],
  ["0123-4567-89AB-CDE!", null],
  ["0123-4567-89AB-CDEF-0", null],
] as const)("reads %j", (text, code) => {
  expect(readTypedCode(text)).toEqual(code);
});
