import { NextResponse } from "next/server";
import { z } from "zod";
import { MOST_PASSKEYS } from "@/lib/domain/passkey";
import { endedSessionsText } from "@/lib/domain/session-view";
import { type AddPasskeyOutcome, addPasskey } from "@/lib/services/add-passkey";
import type { ActionResult } from "@/lib/web/action-result";
import { handler } from "@/lib/web/handler";
import { jsonBody } from "@/lib/web/json-body";
import { writeSessionCookie } from "@/lib/web/session-cookie";

const newPasskey = z.object({
  name: z.string().max(1_000),
  challengeId: z.string().max(100),
  response: z.unknown(),
});

/** Keeps a passkey that the person's browser has made. */
export const POST = handler(
  async (ctx, _parameters, request) => {
    const outcome = await addPasskey(ctx, await jsonBody(request, newPasskey));
    if (outcome.kind === "added") await writeSessionCookie(outcome.session);
    return NextResponse.json(answer(outcome), { headers: { "cache-control": "no-store" } });
  },
  { withoutFactor: true },
);

function answer(outcome: AddPasskeyOutcome): ActionResult {
  switch (outcome.kind) {
    case "added": {
      const { ended } = outcome;
      return {
        tone: "good",
        message: `The passkey ${outcome.name} is added.${ended === 0 ? "" : ` ${endedSessionsText(ended)}`}`,
        ...(outcome.recoveryCodes === null ? {} : { secret: outcome.recoveryCodes.join("\n") }),
      };
    }
    case "refused":
      return { tone: "bad", message: "The passkey was not accepted. Try again." };
    case "known_already":
      return { tone: "calm", message: "This passkey is known already." };
    case "too_many":
      return { tone: "bad", message: `You have ${MOST_PASSKEYS} passkeys. Remove one that you no longer use first.` };
  }
}
