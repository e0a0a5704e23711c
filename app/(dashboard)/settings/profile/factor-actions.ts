"use server";

import { revalidatePath } from "next/cache";
import { endedSessionsText } from "@/lib/domain/session-view";
import { confirmAuthenticator as confirm } from "@/lib/services/confirm-authenticator";
import { makeRecoveryCodes as makeCodes } from "@/lib/services/make-recovery-codes";
import { removeAuthenticator as removeApp } from "@/lib/services/remove-authenticator";
import type { RemoveFactorOutcome } from "@/lib/services/remove-factor";
import { removePasskey as removeKey } from "@/lib/services/remove-passkey";
import { renamePasskey as rename } from "@/lib/services/rename-passkey";
import { startAuthenticator as start } from "@/lib/services/start-authenticator";
import { runAction, textField } from "@/lib/web/action";
import type { ActionResult } from "@/lib/web/action-result";
import { qrPath } from "@/lib/web/qr-path";
import { writeSessionCookie } from "@/lib/web/session-cookie";

const PAGE = "/settings/profile";
/** This is how a second factor comes to be there. */
const WITHOUT_FACTOR = { withoutFactor: true };

export async function startAuthenticator(_previous: ActionResult | null, _form: FormData): Promise<ActionResult> {
  return runAction(async (ctx) => {
    const outcome = await start(ctx);
    revalidatePath(PAGE);
    if (outcome.kind === "already_there") return { tone: "calm", message: "Your authenticator app is on already." };
    const { secret, uri } = outcome;
    return { tone: "calm", message: "Add it to your app, then type the code.", secret, qr: qrPath(uri) };
  }, WITHOUT_FACTOR);
}

export async function confirmAuthenticator(_previous: ActionResult | null, form: FormData): Promise<ActionResult> {
  return runAction(async (ctx) => {
    const outcome = await confirm(ctx, { code: textField(form, "code") });
    if (outcome.kind === "wrong") {
      return {
        tone: "bad",
        message: "This code is wrong. Type the one that the app shows now; check the phone’s time.",
      };
    }
    revalidatePath(PAGE);
    if (outcome.kind === "not_started")
      return { tone: "calm", message: "Nothing waits for a code. Add the app again." };
    const { recoveryCodes, session, ended } = outcome;
    await writeSessionCookie(session);
    const message =
      ended === 0 ? "Your authenticator app is on." : `Your authenticator app is on. ${endedSessionsText(ended)}`;
    return recoveryCodes === null
      ? { tone: "good", message }
      : { tone: "good", message, secret: recoveryCodes.join("\n") };
  }, WITHOUT_FACTOR);
}

export async function removeAuthenticator(_previous: ActionResult | null, _form: FormData): Promise<ActionResult> {
  return runAction(async (ctx) => {
    const outcome = await removeApp(ctx);
    revalidatePath(PAGE);
    return removal(outcome, "The authenticator app is removed. Delete its entry on your phone, too.");
  }, WITHOUT_FACTOR);
}

export async function removePasskey(_previous: ActionResult | null, form: FormData): Promise<ActionResult> {
  return runAction(async (ctx) => {
    const outcome = await removeKey(ctx, textField(form, "passkey"));
    revalidatePath(PAGE);
    return removal(outcome, "The passkey is removed. Your device may still offer it: it opens nothing any more.");
  }, WITHOUT_FACTOR);
}

export async function renamePasskey(_previous: ActionResult | null, form: FormData): Promise<ActionResult> {
  return runAction(async (ctx) => {
    const outcome = await rename(ctx, { id: textField(form, "passkey"), name: textField(form, "name") });
    if (outcome.kind === "no_name") return { tone: "bad", message: "Write a name." };
    revalidatePath(PAGE);
    if (outcome.kind === "gone") return { tone: "calm", message: "This passkey is no longer there." };
    return { tone: "good", message: `It is called ${outcome.name} now.` };
  }, WITHOUT_FACTOR);
}

export async function makeRecoveryCodes(_previous: ActionResult | null, _form: FormData): Promise<ActionResult> {
  return runAction(async (ctx) => {
    const outcome = await makeCodes(ctx);
    revalidatePath(PAGE);
    return outcome.kind === "made"
      ? { tone: "good", message: "New codes are made.", secret: outcome.codes.join("\n") }
      : { tone: "bad", message: "Add an authenticator app or a passkey first." };
  }, WITHOUT_FACTOR);
}

function removal(outcome: RemoveFactorOutcome, removed: string): ActionResult {
  switch (outcome) {
    case "removed":
      return { tone: "good", message: removed };
    case "gone":
      return { tone: "calm", message: "It was removed already." };
    case "last_one_required":
      return {
        tone: "bad",
        message: "An owner asks everybody for a second factor. Add another one before you remove this.",
      };
  }
}
