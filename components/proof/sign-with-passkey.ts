import type { PublicKeyCredentialRequestOptionsJSON } from "@simplewebauthn/browser";
import { postJson } from "./post-json";

export type Signed = { ok: true; challengeId: string; response: unknown } | { ok: false; message: string };

interface Question {
  challengeId: string;
  options: PublicKeyCredentialRequestOptionsJSON;
}

/** Has a passkey sign what the handler at `questionPath` asks. Needs no more of the library than this press. */
export async function signWithPasskey(questionPath: string): Promise<Signed> {
  const question = await postJson<Question>(questionPath);
  if (!question.ok) return question;
  const { challengeId, options } = question.body;
  try {
    const { startAuthentication } = await import("@simplewebauthn/browser");
    return { ok: true, challengeId, response: await startAuthentication({ optionsJSON: options }) };
  } catch {
    // Browsers say the same when somebody cancels, waits too long or has no passkey, to keep it private.
    return { ok: false, message: "No passkey was used. Try again, or choose another way." };
  }
}
