import { startPasskey } from "@/lib/services/start-passkey";
import { handler } from "@/lib/web/handler";
import { passkeyQuestion } from "@/lib/web/passkey-question";

/** What a browser needs to make a passkey for the person. */
export const POST = handler(async (ctx) => passkeyQuestion(await startPasskey(ctx)), { withoutFactor: true });
