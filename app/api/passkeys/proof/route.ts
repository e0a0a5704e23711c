import { startPasskeyUse } from "@/lib/services/start-passkey-use";
import { handler } from "@/lib/web/handler";
import { passkeyQuestion } from "@/lib/web/passkey-question";

/** What one of the person's passkeys must sign to prove who is in front of this browser. */
export const POST = handler(
  async (ctx) => passkeyQuestion(await startPasskeyUse(ctx, { purpose: "proof", address: ctx.actor.address })),
  { withoutFactor: true },
);
