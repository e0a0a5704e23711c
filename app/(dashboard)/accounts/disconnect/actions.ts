"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { disconnectAccounts as disconnect } from "@/lib/services/disconnect-accounts";
import { runAction, textField } from "@/lib/web/action";
import type { ActionResult } from "@/lib/web/action-result";

export async function disconnectAccounts(_previous: ActionResult | null, form: FormData): Promise<ActionResult> {
  return runAction(async (ctx) => {
    const accountIds = [...new Set(form.getAll("account").filter((value) => typeof value === "string"))];
    const typed = textField(form, "count");
    if (accountIds.length === 0) return { tone: "calm", message: "Select at least one account first." };
    if (typed.trim() !== String(accountIds.length)) {
      const message = `Type ${accountIds.length} to disconnect. Nothing was changed.`;
      return { tone: "bad", message, fieldErrors: { count: message }, values: { count: typed } };
    }
    const { disconnected, superseded, failed } = await disconnect(ctx, { accountIds });
    const left = superseded + failed;
    revalidatePath("/accounts", "layout");
    if (disconnected > 0) redirect(`/accounts?notice=disconnected&count=${disconnected}&left=${left}`);
    return {
      tone: "bad",
      message:
        left === 0
          ? "These accounts are already disconnected or no longer here. Go back to the list."
          : "The accounts changed at the same moment, or the server could not disconnect them. Nothing was changed here; try again.",
    };
  });
}
