import type { PublicKeyCredentialCreationOptionsJSON } from "@simplewebauthn/browser";
import { postProven } from "@/components/proof/post-proven";
import type { ActionResult } from "@/lib/web/action-result";

interface Question {
  challengeId: string;
  options: PublicKeyCredentialCreationOptionsJSON;
}

/** Has the browser make a passkey and the server keep it; the sentence says what came of it. */
export async function makePasskey(name: string): Promise<ActionResult> {
  const question = await postProven<Question>("/api/passkeys/registration");
  if (!question.ok) return problem(question.message);
  const { challengeId, options } = question.body;
  const { startRegistration, WebAuthnError } = await import("@simplewebauthn/browser");
  let response: unknown;
  try {
    response = await startRegistration({ optionsJSON: options });
  } catch (error) {
    const known = error instanceof WebAuthnError && error.code === "ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED";
    return problem(
      known
        ? "This device holds a passkey of yours already."
        : "No passkey was made. Try again, or use another device.",
    );
  }
  const answer = await postProven<ActionResult>("/api/passkeys", { name, challengeId, response });
  return answer.ok ? answer.body : problem(answer.message);
}

function problem(message: string): ActionResult {
  return { tone: "bad", message };
}
