import { signIn } from "next-auth/react";
import { signWithPasskey } from "@/components/proof/sign-with-passkey";
import { signInProblem } from "./sign-in-problem";

/** Signs in with a passkey; returns what went wrong, or null. */
export async function signInWithPasskey(): Promise<string | null> {
  const signed = await signWithPasskey("/api/passkeys/sign-in");
  if (!signed.ok) return signed.message;
  const result = await signIn("passkey", {
    redirect: false,
    challengeId: signed.challengeId,
    response: JSON.stringify(signed.response),
  }).catch(() => undefined);
  if (result === undefined) return "The server could not be reached. Check your connection.";
  if (result.ok && !result.error) return null;
  return result.error === "CredentialsSignin"
    ? "This passkey is not known here. Use another one, or your password."
    : signInProblem(result.status, result.error);
}
