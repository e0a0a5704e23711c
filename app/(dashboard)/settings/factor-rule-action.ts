"use server";

import { revalidatePath } from "next/cache";
import { setFactorRule as set } from "@/lib/services/set-factor-rule";
import { runAction, textField } from "@/lib/web/action";
import type { ActionResult } from "@/lib/web/action-result";

export async function setFactorRule(_previous: ActionResult | null, form: FormData): Promise<ActionResult> {
  return runAction(async (ctx) => {
    const required = textField(form, "required") === "on";
    const outcome = await set(ctx, required);
    if (outcome === "own_factor_first") {
      return {
        tone: "bad",
        message: "Add a second factor to your own profile first, else you would lock yourself out.",
      };
    }
    revalidatePath("/settings");
    return required
      ? { tone: "good", message: "From now on everybody needs a second factor." }
      : { tone: "good", message: "A second factor is everybody’s own choice again." };
  });
}
