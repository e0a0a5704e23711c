import { encode } from "uqr";
import { expect, test } from "vitest";
import { qrPath } from "./qr-path";

test("the path covers exactly the dark modules", () => {
  const text = "otpauth://totp/Perennial:ada%40example.com?issuer=Perennial&secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
  const { size, path } = qrPath(text);
  const drawn = Array.from({ length: size }, () => Array.from({ length: size }, () => false));
  for (const [, x, y, width] of path.matchAll(/M(\d+) (\d+)h(\d+)v1H\1z/g)) {
    for (let step = 0; step < Number(width); step += 1) drawn[Number(y)]?.splice(Number(x) + step, 1, true);
  }
  expect(path.replaceAll(/M\d+ \d+h\d+v1H\d+z/g, "")).toBe("");
  expect(drawn).toEqual(encode(text, { ecc: "M", border: 4 }).data);
  expect(drawn.slice(0, 4).flat()).not.toContain(true);
});
