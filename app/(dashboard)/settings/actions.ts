"use server";

import { revalidatePath } from "next/cache";
import { feedPath } from "@/lib/domain/feed-link";
import { createFeedLink } from "@/lib/services/create-feed-link";
import { revokeFeedLink } from "@/lib/services/revoke-feed-link";
import { switchOffReveal } from "@/lib/services/switch-off-reveal";
import { runAction, textField } from "@/lib/web/action";
import type { ActionResult } from "@/lib/web/action-result";

const CALENDAR = { kind: "calendar", accountId: null } as const;

export async function createCalendarLink(_previous: ActionResult | null, _form: FormData): Promise<ActionResult> {
  return runAction(async (ctx) => {
    const outcome = await createFeedLink(ctx, CALENDAR);
    revalidatePath("/settings");
    if (outcome.kind === "not_found") return { tone: "bad", message: "The address was not made. Try again." };
    const secret = `${ctx.settings.baseUrl}${feedPath("calendar", outcome.secret)}`;
    return { tone: "good", message: "The address is made. Copy it now: it is not shown again.", secret };
  });
}

export async function revokeCalendarLink(_previous: ActionResult | null, _form: FormData): Promise<ActionResult> {
  return runAction(async (ctx) => {
    const outcome = await revokeFeedLink(ctx, CALENDAR);
    revalidatePath("/settings");
    return outcome === "revoked"
      ? { tone: "good", message: "Revoked. Calendars that used the address get nothing any more." }
      : { tone: "calm", message: "There was no address." };
  });
}

export async function endReveal(_previous: ActionResult | null, form: FormData): Promise<ActionResult> {
  return runAction(async (ctx) => {
    const outcome = await switchOffReveal(ctx, { typed: textField(form, "confirmation") });
    if (outcome === "not_confirmed") {
      const message = "The words do not match. Nothing was changed.";
      return { tone: "bad", message, fieldErrors: { confirmation: message } };
    }
    revalidatePath("/settings");
    return outcome === "switched_off"
      ? { tone: "good", message: "Switched off for good. Nobody can see a token here any more." }
      : { tone: "calm", message: "It was switched off already." };
  });
}
