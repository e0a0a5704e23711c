"use server";

import { revalidatePath } from "next/cache";
import { feedPath } from "@/lib/domain/feed-link";
import { createFeedLink } from "@/lib/services/create-feed-link";
import { revokeFeedLink } from "@/lib/services/revoke-feed-link";
import { runAction, textField } from "@/lib/web/action";
import type { ActionResult } from "@/lib/web/action-result";

export async function createBadgeLink(_previous: ActionResult | null, form: FormData): Promise<ActionResult> {
  return runAction(async (ctx) => {
    const accountId = textField(form, "accountId");
    const outcome = await createFeedLink(ctx, { kind: "badge", accountId });
    revalidatePath(`/accounts/${accountId}`);
    if (outcome.kind === "not_found") {
      return { tone: "bad", message: "This account is no longer here. Go back to the list." };
    }
    const secret = `${ctx.settings.baseUrl}${feedPath("badge", outcome.secret)}`;
    return { tone: "good", message: "The badge is made. Copy its address now: it is not shown again.", secret };
  });
}

export async function revokeBadgeLink(_previous: ActionResult | null, form: FormData): Promise<ActionResult> {
  return runAction(async (ctx) => {
    const accountId = textField(form, "accountId");
    const outcome = await revokeFeedLink(ctx, { kind: "badge", accountId });
    revalidatePath(`/accounts/${accountId}`);
    return outcome === "revoked"
      ? { tone: "good", message: "Revoked. Pages that show the badge find nothing any more." }
      : { tone: "calm", message: "There was no badge." };
  });
}
