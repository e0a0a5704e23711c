"use server";

import { revalidatePath } from "next/cache";
import { elapsed } from "@/lib/domain/durations";
import { endedSessionsText } from "@/lib/domain/session-view";
import { shortWaitText } from "@/lib/domain/wait-text";
import { changeName as rename } from "@/lib/services/change-name";
import { changePassword as replacePassword } from "@/lib/services/change-password";
import { endOtherSessions as endOthers } from "@/lib/services/end-other-sessions";
import { endOwnSession } from "@/lib/services/end-own-session";
import { runAction, textField } from "@/lib/web/action";
import type { ActionResult } from "@/lib/web/action-result";
import { writeSessionCookie } from "@/lib/web/session-cookie";

const PAGE = "/settings/profile";

export async function changeName(_previous: ActionResult | null, form: FormData): Promise<ActionResult> {
  return runAction(async (ctx) => {
    const outcome = await rename(ctx, textField(form, "name"));
    if (outcome.kind === "blank") return { tone: "bad", message: "Write your name." };
    if (outcome.kind === "unchanged") return { tone: "calm", message: "That is your name already." };
    // It stands in the frame of every page.
    revalidatePath("/", "layout");
    return { tone: "good", message: `Your name is ${outcome.name} from now on.` };
  });
}

export async function changePassword(_previous: ActionResult | null, form: FormData): Promise<ActionResult> {
  return runAction(async (ctx) => {
    const outcome = await replacePassword(ctx, { present: textField(form, "present"), next: textField(form, "next") });
    switch (outcome.kind) {
      case "wrong":
        return fieldProblem("present", "This is not your current password.");
      case "slow_down":
        return fieldProblem(
          "present",
          `Too many tries. Wait ${shortWaitText(elapsed(ctx.now, outcome.until))} and try again.`,
        );
      case "unsuitable":
        return fieldProblem("next", outcome.problem);
      case "changed":
        await writeSessionCookie(outcome.session);
        revalidatePath(PAGE);
        return { tone: "good", message: `Your password is changed. ${endedSessionsText(outcome.ended)}` };
    }
  });
}

export async function endSession(_previous: ActionResult | null, form: FormData): Promise<ActionResult> {
  return runAction(async (ctx) => {
    const outcome = await endOwnSession(ctx, textField(form, "session"));
    revalidatePath(PAGE);
    switch (outcome.kind) {
      case "ended":
        return { tone: "good", message: `${outcome.browser} is signed out.` };
      case "gone":
        return { tone: "calm", message: "That browser was signed out already." };
      case "this_browser":
        return { tone: "calm", message: "That is the browser in front of you. Press Sign out in the menu instead." };
    }
  });
}

export async function endOtherSessions(_previous: ActionResult | null, _form: FormData): Promise<ActionResult> {
  return runAction(async (ctx) => {
    const ended = await endOthers(ctx);
    revalidatePath(PAGE);
    return { tone: ended === 0 ? "calm" : "good", message: endedSessionsText(ended) };
  });
}

function fieldProblem(field: "present" | "next", problem: string): ActionResult {
  return { tone: "bad", message: "Your password is as it was.", fieldErrors: { [field]: problem } };
}
