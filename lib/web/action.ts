import "server-only";
import { headers } from "next/headers";
import { redirect, unstable_rethrow } from "next/navigation";
import { isAppError } from "@/lib/domain/app-error";
import type { PersonContext } from "@/lib/services/context";
import type { ActionResult } from "./action-result";
import { adapters } from "./adapters";
import { askedPage } from "./asked-page";
import { FACTOR_PAGE, signInPath } from "./page";
import { currentContext, type GateOptions } from "./session";

/**
 * Wraps a server action: asks for a session (an action is a public endpoint), and turns what is thrown into a sentence.
 * Redirects pass through. Where a fresh proof is missing, the form's own script asks for it; without one, `/proof` does.
 */
export async function runAction(
  work: (ctx: PersonContext) => Promise<ActionResult>,
  options?: GateOptions,
): Promise<ActionResult> {
  const { log } = adapters();
  try {
    const ctx = await currentContext(options);
    if (ctx === null) redirect(await signInPath());
    return await work(ctx);
  } catch (error) {
    unstable_rethrow(error);
    if (isAppError(error, "second_factor_needed")) redirect(FACTOR_PAGE);
    if (isAppError(error, "proof_needed") && !(await hasScript()))
      redirect(`/proof?next=${encodeURIComponent(await askedPage())}`);
    return failedAction(log, error);
  }
}

/** Next's script names the action in a header; a form that the browser itself sends does not. */
async function hasScript(): Promise<boolean> {
  return (await headers()).has("next-action");
}

/** What a person reads when an action threw. */
export function failedAction(log: ReturnType<typeof adapters>["log"], error: unknown): ActionResult {
  const unexpected = !isAppError(error);
  log[unexpected ? "error" : "warn"]({ event: "action_failed", err: error }, "action failed");
  if (unexpected)
    return { tone: "bad", message: "Something went wrong on the server. Nothing was half done; try again." };
  if (error.code === "proof_needed") return { tone: "calm", message: error.message, needsProof: true };
  const suffix = error.code === "database_unavailable" ? " Nothing was changed. Try again in a moment." : "";
  return { tone: "bad", message: `${error.message}${suffix}` };
}

/** A field of a form as text; files and absent fields are blank. */
export function textField(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}
