import { startPasskeyUse } from "@/lib/services/start-passkey-use";
import { openHandler } from "@/lib/web/handler";
import { passkeyQuestion } from "@/lib/web/passkey-question";

/** What any passkey must sign to sign its owner in. Open to everybody, and the same for everybody. */
export const POST = openHandler(async (ctx, address) =>
  passkeyQuestion(await startPasskeyUse(ctx, { purpose: "sign_in", address })),
);
