"use server";

import { headers } from "next/headers";
import { after, connection } from "next/server";
import { elapsed } from "@/lib/domain/durations";
import { shortWaitText } from "@/lib/domain/wait-text";
import { untilFarewell } from "@/lib/farewell";
import { serverContext } from "@/lib/services/context";
import { requestPasswordReset } from "@/lib/services/request-password-reset";
import { sendPasswordReset } from "@/lib/services/send-password-reset";
import { failedAction, textField } from "@/lib/web/action";
import type { ActionResult } from "@/lib/web/action-result";
import { adapters } from "@/lib/web/adapters";
import { clientAddress } from "@/lib/web/client-address";

/** Open to everybody. What depends on whether the e-mail exists happens after the answer. */
export async function requestLink(_previous: ActionResult | null, form: FormData): Promise<ActionResult> {
  await connection();
  const ctx = serverContext(adapters());
  const values = { email: textField(form, "email") };
  try {
    const address = clientAddress(await headers());
    const outcome = await requestPasswordReset(ctx, { ...values, address });
    switch (outcome.kind) {
      case "no_mail":
        return { tone: "bad", message: "This server sends no mail. Reload the page; it says what to do.", values };
      case "invalid": {
        const message = "Write an e-mail address, such as ada@example.com.";
        return { tone: "bad", message, fieldErrors: { email: message }, values };
      }
      case "slow_down": {
        const wait = shortWaitText(elapsed(ctx.now, outcome.until));
        return { tone: "bad", message: `That was too often. Try again in ${wait}.`, values };
      }
      case "taken": {
        const { email } = outcome;
        after(() => untilFarewell(() => sendPasswordReset(ctx, { email, address })));
        return {
          tone: "good",
          message: `If ${email} has an account here, a mail with a link is on its way, or came in the last 20 minutes. Its link works once, within 30 minutes.`,
          values,
        };
      }
    }
  } catch (error) {
    return { ...failedAction(ctx.log, error), values };
  }
}
