import "server-only";
import { elapsed } from "@/lib/domain/durations";
import { shortWaitText } from "@/lib/domain/wait-text";
import type { PersonContext } from "@/lib/services/context";
import { giveProof, type ProofInput, type ProofRefusal } from "@/lib/services/give-proof";
import type { ActionResult } from "./action-result";
import { writeSessionCookie } from "./session-cookie";

/**
 * Takes a proof and gives this browser the cookie of its session's new id. What came of it, in words; `proven` tells the
 * good end of a form apart from the bad ones.
 */
export async function proofAnswer(
  ctx: PersonContext,
  input: ProofInput | null,
): Promise<{ proven: boolean; result: ActionResult }> {
  if (input === null) return bad("Type your password, or a code.");
  const outcome = await giveProof(ctx, input);
  if (outcome.kind !== "proven") return bad(sentence(ctx, input, outcome));
  await writeSessionCookie(outcome.session);
  return { proven: true, result: { tone: "good", message: "Thank you: it is you." } };
}

/** What was typed into the form. Browsers fill in passwords by themselves; a code is typed by whoever means it. */
export function typedProof(password: string, code: string): ProofInput | null {
  if (code.trim() !== "") return { kind: "code", code };
  return password === "" ? null : { kind: "password", password };
}

function bad(message: string): { proven: false; result: ActionResult } {
  return { proven: false, result: { tone: "bad", message } };
}

function sentence(ctx: PersonContext, input: ProofInput, outcome: ProofRefusal): string {
  if (outcome.kind === "slow_down")
    return `That was too often. Wait ${shortWaitText(elapsed(ctx.now, outcome.until))} and try again.`;
  if (input.kind === "password") return "This password is wrong.";
  if (input.kind === "code") return "This code is wrong, or was used before. Type the next one that your app shows.";
  return "This passkey was not accepted. Try again, or use your password.";
}
