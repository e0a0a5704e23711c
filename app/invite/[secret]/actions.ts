"use server";

import { redirect, unstable_rethrow } from "next/navigation";
import { acceptInvitation } from "@/lib/services/accept-invitation";
import { failedAction, textField } from "@/lib/web/action";
import type { ActionResult } from "@/lib/web/action-result";
import { visitorContext } from "@/lib/web/page";

/** Open to everybody: the secret is the permission. */
export async function join(_previous: ActionResult | null, form: FormData): Promise<ActionResult> {
  const { ctx, address } = await visitorContext();
  const values = { name: textField(form, "name"), email: textField(form, "email") };
  try {
    const outcome = await acceptInvitation(ctx, {
      ...values,
      secret: textField(form, "secret"),
      password: textField(form, "password"),
      address,
    });
    switch (outcome.kind) {
      case "joined":
        redirect("/sign-in?created=joined");
        break;
      case "email_taken": {
        const message = "This address has an account here already. Sign in with it, or join with another address.";
        return { tone: "bad", message, fieldErrors: { email: message }, values };
      }
      case "invalid":
        return { tone: "bad", message: "Some fields need another look.", fieldErrors: outcome.fieldErrors, values };
      case "slow_down":
        return { tone: "bad", message: "That was too often. Wait ten minutes and try again.", values };
      default:
        return { tone: "bad", message: "This invitation is over. Ask whoever sent it for a new one.", values };
    }
  } catch (error) {
    unstable_rethrow(error);
    return { ...failedAction(ctx.log, error), values };
  }
}
