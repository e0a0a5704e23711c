import { describe, expect, it } from "vitest";
import { hashPassword, verifyPassword } from "./password";

describe("verifyPassword", () => {
  it("knows a password again whether or not a form kept the byte order mark that it was pasted with", async () => {
    const [plain, marked] = ["plum-lantern-river-oak", "\ufeffplum-lantern-river-oak"];
    expect(await verifyPassword(await hashPassword(plain), marked)).toBe(true);
    expect(await verifyPassword(await hashPassword(marked), plain)).toBe(true);
    expect(await verifyPassword(await hashPassword(plain), "\ufeffplum-lantern-river-ash")).toBe(false);
  });

  it("knows a password again in whichever form its accents came", async () => {
    expect(await verifyPassword(await hashPassword("caf\u00e9-lantern-oak"), "cafe\u0301-lantern-oak")).toBe(true);
  });

  it("lets nobody in where there is no password", async () => {
    expect(await verifyPassword(null, "nobody has this password")).toBe(false);
  });
});
