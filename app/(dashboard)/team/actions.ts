"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { parseRole } from "@/lib/domain/role";
import { ROLE_TEXT } from "@/lib/domain/role-text";
import { changeRole } from "@/lib/services/change-role";
import { invitePerson } from "@/lib/services/invite-person";
import { removePerson } from "@/lib/services/remove-person";
import { revokeInvitation } from "@/lib/services/revoke-invitation";
import { signOutPerson } from "@/lib/services/sign-out-person";
import { runAction, textField } from "@/lib/web/action";
import type { ActionResult } from "@/lib/web/action-result";

const UNKNOWN_ROLE: ActionResult = { tone: "bad", message: "Choose one of the roles." };
const GONE: ActionResult = { tone: "calm", message: "This person is no longer here. Reload the page." };

export async function invite(_previous: ActionResult | null, form: FormData): Promise<ActionResult> {
  return runAction(async (ctx) => {
    const role = parseRole(textField(form, "role"));
    if (role === null) return UNKNOWN_ROLE;
    const email = textField(form, "email");
    const outcome = await invitePerson(ctx, { role, email });
    switch (outcome.kind) {
      case "invalid": {
        const [message = "Some fields need another look."] = Object.values(outcome.fieldErrors);
        return { tone: "bad", message, fieldErrors: outcome.fieldErrors, values: { email, role } };
      }
      case "joined_already":
        return { tone: "calm", message: `${outcome.name || email} is here already.`, values: { email, role } };
      case "mailed":
        revalidatePath("/team");
        return { tone: "good", message: `The invitation is on its way to ${outcome.email}.${endOfOlder(outcome)}` };
      case "made": {
        revalidatePath("/team");
        const copy = `Copy the link now and pass it on: it is not shown again.${endOfOlder(outcome)}`;
        return outcome.mailProblem === null
          ? { tone: "good", message: `The invitation is made. ${copy}`, secret: outcome.url }
          : { tone: "bad", message: `No mail went out. ${outcome.mailProblem} ${copy}`, secret: outcome.url };
      }
    }
  });
}

function endOfOlder({ replaced }: { replaced: boolean }): string {
  return replaced ? " The earlier link for this address no longer works." : "";
}

export async function revoke(_previous: ActionResult | null, form: FormData): Promise<ActionResult> {
  return runAction(async (ctx) => {
    const outcome = await revokeInvitation(ctx, { invitationId: textField(form, "invitationId") });
    revalidatePath("/team");
    if (outcome === "revoked") redirect("/team?done=revoked");
    return { tone: "calm", message: "It was used or had ended already." };
  });
}

export async function giveRole(_previous: ActionResult | null, form: FormData): Promise<ActionResult> {
  return runAction(async (ctx) => {
    const role = parseRole(textField(form, "role"));
    if (role === null) return UNKNOWN_ROLE;
    const outcome = await changeRole(ctx, { userId: textField(form, "userId"), role });
    // Drawn again, the list would have no form left to say why nothing happened.
    if (outcome.kind !== "last_owner") revalidatePath("/", "layout");
    switch (outcome.kind) {
      case "not_found":
        return GONE;
      case "last_owner":
        return { tone: "bad", message: "The last owner stays an owner. Make somebody else an owner first." };
      case "unchanged":
        return { tone: "calm", message: "This is the role already." };
      case "changed": {
        const signIn = outcome.rose ? " They are signed out and sign in anew." : "";
        return { tone: "good", message: `Now ${ROLE_TEXT[role].withArticle}.${signIn}` };
      }
    }
  });
}

export async function remove(_previous: ActionResult | null, form: FormData): Promise<ActionResult> {
  return runAction(async (ctx) => {
    const userId = textField(form, "userId");
    const outcome = await removePerson(ctx, { userId });
    if (outcome.kind === "removed" && userId === ctx.actor.userId) redirect("/sign-in");
    if (outcome.kind !== "last_owner") revalidatePath("/team");
    switch (outcome.kind) {
      case "not_found":
        return GONE;
      case "last_owner":
        return { tone: "bad", message: "The last owner cannot leave. Make somebody else an owner first." };
      case "removed":
        redirect("/team?done=removed");
    }
  });
}

export async function signOut(_previous: ActionResult | null, form: FormData): Promise<ActionResult> {
  return runAction(async (ctx) => {
    const outcome = await signOutPerson(ctx, { userId: textField(form, "userId") });
    revalidatePath("/team");
    switch (outcome.kind) {
      case "not_found":
        return GONE;
      case "not_signed_in":
        return { tone: "calm", message: "They are signed in nowhere." };
      case "signed_out":
        redirect("/team?done=signed-out");
    }
  });
}
