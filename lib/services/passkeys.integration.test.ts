import { expect, it } from "vitest";
import { MINUTE } from "@/lib/domain/durations";
import { MOST_PASSKEYS } from "@/lib/domain/passkey";
import { onBothDatabases } from "@/lib/test/harness";
import { type SigningChanges, SoftwareAuthenticator } from "@/lib/test/software-authenticator";
import { createSession, createUser } from "@/prisma/factories";
import { addPasskey } from "./add-passkey";
import { listPasskeys } from "./list-passkeys";
import { readSecondFactors } from "./read-second-factors";
import { removePasskey } from "./remove-passkey";
import { renamePasskey } from "./rename-passkey";
import { startPasskey } from "./start-passkey";
import { startPasskeyUse } from "./start-passkey-use";

const ORIGIN = "http://localhost:3000";

import { factorActs } from "@/lib/test/factor-acts";

onBothDatabases("passkeys", (harness) => {
  const { ada, register, carryOn, actions } = factorActs(harness);

  it("adds, lists, renames and removes passkeys", async () => {
    const laptop = new SoftwareAuthenticator(ORIGIN);
    const phone = new SoftwareAuthenticator(ORIGIN);
    expect(await register(laptop, { name: "  My \u202e laptop " })).toMatchObject({ kind: "added", name: "My laptop" });
    expect(await register(phone, { name: "" })).toMatchObject({ kind: "added", name: "Passkey", recoveryCodes: null });
    expect(await harness().db.passkey.findUnique({ where: { id: laptop.id } })).toMatchObject({
      publicKey: laptop.publicKey,
      transports: "internal",
    });
    expect(await renamePasskey(ada(), { id: phone.id, name: "Phone" })).toEqual({ kind: "renamed", name: "Phone" });
    expect(await renamePasskey(ada(), { id: phone.id, name: " \n " })).toEqual({ kind: "no_name" });
    expect((await listPasskeys(ada())).map(({ name }) => name).sort()).toEqual(["My laptop", "Phone"]);
    expect(await removePasskey(ada(), laptop.id)).toBe("removed");
    expect(await removePasskey(ada(), laptop.id)).toBe("gone");
    expect((await readSecondFactors(ada())).recoveryCodes).toBe(10);
    expect(await removePasskey(ada(), phone.id)).toBe("removed");
    expect(await readSecondFactors(ada())).toEqual({ authenticator: false, passkeys: 0, recoveryCodes: 0 });
    expect(await actions()).toEqual([
      "passkey_added",
      "recovery_codes_made",
      "passkey_added",
      "passkey_renamed",
      "passkey_removed",
      "passkey_removed",
    ]);
  });

  it.each<[string, SigningChanges]>([
    ["another origin", { origin: "https://evil.example" }],
    ["another relying party", { rpId: "evil.example" }],
    ["another challenge", { challenge: "YW5vdGhlcg" }],
    ["a sign-in's answer", { type: "webauthn.get" }],
    ["nobody verified", { userVerified: false }],
  ])("refuses a new passkey with %s", async (_what, changes) => {
    expect(await register(new SoftwareAuthenticator(ORIGIN), { changes })).toEqual({ kind: "refused" });
    expect(await harness().db.passkey.count()).toBe(0);
  });

  it("takes an answer once, from the session that asked, in time and for a new passkey only", async () => {
    const ctx = ada();
    const authenticator = new SoftwareAuthenticator(ORIGIN);
    const asked = await startPasskey(ctx);
    if (asked.kind !== "ask") throw new Error(asked.kind);
    const { challengeId, options } = asked;
    const input = { name: "Laptop", challengeId, response: authenticator.register(options) };
    expect(await addPasskey(harness().context({ sessionId: "another" }), input)).toEqual({ kind: "refused" });
    const both = await Promise.all([0, 1].map(() => addPasskey(ctx, input)));
    expect(both.map(({ kind }) => kind).sort()).toEqual(["added", "refused"]);
    carryOn(both.flatMap((outcome) => (outcome.kind === "added" ? [outcome.session.id] : []))[0] ?? "");
    expect(await register(authenticator)).toEqual({ kind: "known_already" });
    const proof = await startPasskeyUse(ada(), { purpose: "proof", address: "192.0.2.1" });
    if (proof.kind !== "ask") throw new Error(proof.kind);
    const other = new SoftwareAuthenticator(ORIGIN);
    const response = other.register({ ...options, challenge: proof.options.challenge });
    expect(await addPasskey(ada(), { ...input, challengeId: proof.challengeId, response })).toEqual({
      kind: "refused",
    });
    const late = await startPasskey(ada());
    if (late.kind !== "ask") throw new Error(late.kind);
    harness().simulator.simulator.advance({ ms: 5 * MINUTE });
    const answer = { name: "Late", challengeId: late.challengeId, response: other.register(late.options) };
    expect(await addPasskey(ada(), answer)).toEqual({ kind: "refused" });
  });

  it("refuses a passkey that somebody else has, and one too many", async () => {
    const authenticator = new SoftwareAuthenticator(ORIGIN);
    const bo = await createUser({ id: "bo", email: "bo@example.com", name: "Bo" }, harness().db);
    const session = await createSession({ userId: bo.id }, harness().db);
    const other = harness().context({ userId: bo.id, email: bo.email, sessionId: session.id });
    expect(await register(authenticator, { ctx: other })).toMatchObject({ kind: "added" });
    expect(await register(authenticator)).toEqual({ kind: "known_already" });
    expect(await renamePasskey(ada(), { id: authenticator.id, name: "Mine" })).toEqual({ kind: "gone" });
    expect(await removePasskey(ada(), authenticator.id)).toBe("gone");
    expect((await harness().auditEvents()).at(-1)?.action).not.toBe("passkey_removed");
    for (let count = 0; count < MOST_PASSKEYS; count += 1) {
      expect((await register(new SoftwareAuthenticator(ORIGIN))).kind).toBe("added");
    }
    expect(await register(new SoftwareAuthenticator(ORIGIN))).toEqual({ kind: "too_many" });
  });
});
