import { expect, it } from "vitest";
import { mayDo, VERBS } from "@/lib/domain/role";
import { onBothDatabases } from "@/lib/test/harness";
import { SoftwareAuthenticator } from "@/lib/test/software-authenticator";
import { createSession, createUser } from "@/prisma/factories";
import { authorize } from "./context";
import { readSecondFactors } from "./read-second-factors";
import { readSession } from "./read-session";
import { removeAuthenticator } from "./remove-authenticator";
import { removePasskey } from "./remove-passkey";
import { setFactorRule } from "./set-factor-rule";

const ORIGIN = "http://localhost:3000";

import { factorActs } from "@/lib/test/factor-acts";

onBothDatabases("the rule that everybody needs a second factor", (harness) => {
  const { ada, addAuthenticator, register } = factorActs(harness);

  it("cannot be required by somebody who has none, nor lost while required", async () => {
    expect(await setFactorRule(ada(), true)).toBe("own_factor_first");
    await addAuthenticator();
    const laptop = new SoftwareAuthenticator(ORIGIN);
    await register(laptop);
    expect(await setFactorRule(ada(), true)).toBe("set");
    const both = await Promise.all([removeAuthenticator(ada()), removePasskey(ada(), laptop.id)]);
    expect(both.sort()).toEqual(["last_one_required", "removed"]);
    const left = await readSecondFactors(ada());
    expect(Number(left.authenticator) + left.passkeys).toBe(1);
    expect(await setFactorRule(ada(), false)).toBe("set");
    expect([await removeAuthenticator(ada()), await removePasskey(ada(), laptop.id)]).toContain("removed");
    expect(await readSecondFactors(ada())).toEqual({ authenticator: false, passkeys: 0, recoveryCodes: 0 });
  });

  it("stands before everything else while it is required and missing", async () => {
    const { adapters, db } = harness();
    const bo = await createUser({ id: "bo", email: "bo@example.com", name: "Bo" }, db);
    const session = await createSession({ userId: bo.id, createdAt: ada().now, lastSeenAt: ada().now }, db);
    const actor = async () => {
      const person = await readSession(adapters, session.id, "192.0.2.9");
      if (person === null) throw new Error("no session");
      return person;
    };
    expect((await actor()).mustAddFactor).toBe(false);
    await addAuthenticator();
    await setFactorRule(ada(), true);
    const gated = { ...ada(), actor: await actor() };
    expect(gated.actor.mustAddFactor).toBe(true);
    for (const verb of VERBS.filter((each) => each !== "change_profile" && mayDo("manager", each))) {
      expect(() => authorize(gated, verb)).toThrow(expect.objectContaining({ code: "second_factor_needed" }));
    }
    expect(() => authorize(gated, "see_audit")).toThrow(expect.objectContaining({ code: "forbidden" }));
    authorize(gated, "change_profile");
    const ctx = harness().context(gated.actor);
    const added = await register(new SoftwareAuthenticator(ORIGIN), { ctx });
    if (added.kind === "added") session.id = added.session.id;
    expect((await actor()).mustAddFactor).toBe(false);
  });

  it("is an owner's to require", async () => {
    for (const role of ["manager", "viewer"] as const) {
      await expect(setFactorRule(harness().context({ role }), true)).rejects.toMatchObject({ code: "forbidden" });
    }
  });
});
