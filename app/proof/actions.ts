"use server";

import { redirect } from "next/navigation";
import { returnPath } from "@/lib/domain/return-path";
import { runAction, textField } from "@/lib/web/action";
import type { ActionResult } from "@/lib/web/action-result";
import { proofAnswer, typedProof } from "@/lib/web/proof-answer";

/** Takes a proof and goes back to the page that asked for it. */
export async function prove(_previous: ActionResult | null, form: FormData): Promise<ActionResult> {
  return runAction(
    async (ctx) => {
      const input = typedProof(textField(form, "password"), textField(form, "code"));
      const { proven, result } = await proofAnswer(ctx, input);
      if (proven) redirect(returnPath(textField(form, "next")));
      return result;
    },
    { withoutFactor: true },
  );
}
