import { describe, expect, it } from "vitest";
import { memorablePassword } from "@/scripts/memorable-password";
import { checkNewPassword } from "./check-new-password";

const ADA = { name: "Ada", email: "ada@example.com" };

describe("the list of common passwords", () => {
  it.each([["password1234"], ["passwordpassword"], ["PasswordPassword"], ["123456789012"], ["qwertyuiop123"]])(
    "refuses %s",
    async (password) => {
      expect(await checkNewPassword(password, ADA)).toMatch(/most common/);
    },
  );

  it("lets uncommon ones pass, and every one that the set-up makes up", async () => {
    expect(await checkNewPassword("plum-lantern-river-oak", ADA)).toBeNull();
    for (let count = 0; count < 50; count += 1) expect(await checkNewPassword(memorablePassword(), ADA)).toBeNull();
  });
});
