import { Secret, TOTP } from "otpauth";
import { beforeEach } from "vitest";
import { type AddPasskeyOutcome, addPasskey } from "@/lib/services/add-passkey";
import { confirmAuthenticator } from "@/lib/services/confirm-authenticator";
import type { PersonContext } from "@/lib/services/context";
import { giveProof } from "@/lib/services/give-proof";
import { startAuthenticator } from "@/lib/services/start-authenticator";
import { startPasskey } from "@/lib/services/start-passkey";
import { createSession } from "@/prisma/factories";
import type { Harness } from "./harness";
import type { SigningChanges, SoftwareAuthenticator } from "./software-authenticator";

/** What Ada does around second factors, in a session of hers that is new for each test. */
export function factorActs(harness: () => Harness) {
  /** It gets a new id whenever a factor is added. */
  let session = "";
  const ada = (): PersonContext => harness().context({ sessionId: session });

  beforeEach(async () => {
    const now = harness().adapters.clock();
    session = (await createSession({ userId: "ada", createdAt: now, lastSeenAt: now }, harness().db)).id;
  });

  async function start(ctx = ada()) {
    const outcome = await startAuthenticator(ctx);
    if (outcome.kind !== "started") throw new Error(outcome.kind);
    const app = new TOTP({ secret: Secret.fromBase32(outcome.secret) });
    return { ...outcome, code: (offset = 0) => app.generate({ timestamp: ctx.now.getTime() + offset }) };
  }

  async function addAuthenticator() {
    const { code } = await start();
    return turnOn(code());
  }

  async function turnOn(code: string) {
    const outcome = await confirmAuthenticator(ada(), { code });
    if (outcome.kind === "confirmed") session = outcome.session.id;
    return outcome;
  }

  async function register(
    authenticator: SoftwareAuthenticator,
    { ctx = ada(), name = "Laptop", changes }: { ctx?: PersonContext; name?: string; changes?: SigningChanges } = {},
  ): Promise<AddPasskeyOutcome> {
    const asked = await startPasskey(ctx);
    if (asked.kind !== "ask") throw new Error(asked.kind);
    const response = authenticator.register(asked.options, changes);
    const outcome = await addPasskey(ctx, { name, challengeId: asked.challengeId, response });
    if (outcome.kind === "added" && ctx.actor.userId === "ada") session = outcome.session.id;
    return outcome;
  }

  /** A recovery code as the proof. */
  async function proveByCode(code = "") {
    const outcome = await giveProof(ada(), { kind: "code", code });
    if (outcome.kind === "proven") session = outcome.session.id;
    return outcome.kind;
  }

  const sessionId = (): string => session;

  /** Goes on with the id that another act has given the session. */
  function carryOn(id: string): void {
    session = id;
  }

  const actions = async () => (await harness().auditEvents()).map(({ action }) => action);
  return { ada, sessionId, start, addAuthenticator, turnOn, register, proveByCode, carryOn, actions };
}
