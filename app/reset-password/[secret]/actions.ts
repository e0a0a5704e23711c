"use server";

import { headers } from "next/headers";
import { redirect, unstable_rethrow } from "next/navigation";
import { elapsed } from "@/lib/domain/durations";
import { shortWaitText } from "@/lib/domain/wait-text";
import { serverContext } from "@/lib/services/context";
import { resetPassword } from "@/lib/services/reset-password";
import { failedAction, textField } from "@/lib/web/action";
import type { ActionResult } from "@/lib/web/action-result";
import { adapters } from "@/lib/web/adapters";
import { clientAddress } from "@/lib/web/client-address";

/** Open to everybody: the secret is the permission. */
export async function choosePassword(_previous: ActionResult | null, form: FormData): Promise<ActionResult> {
  const ctx = serverContext(adapters());
  try {
    const outcome = await resetPassword(ctx, {
      secret: textField(form, "secret"),
      password: textField(form, "password"),
      address: clientAddress(await headers()),
    });
    switch (outcome.kind) {
      case "reset":
        redirect("/sign-in?reset=1");
        break;
      case "unsuitable":
        return { tone: "bad", message: "Choose another password.", fieldErrors: { password: outcome.problem } };
      case "gone":
        return { tone: "bad", message: "This link is no longer good. Ask for a new one on the sign-in page." };
      case "slow_down": {
        const wait = shortWaitText(elapsed(ctx.now, outcome.until));
        return { tone: "bad", message: `That was too often. Try again in ${wait}.` };
      }
    }
  } catch (error) {
    unstable_rethrow(error);
    return failedAction(ctx.log, error);
  }
}
