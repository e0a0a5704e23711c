import { type Answer, postJson } from "./post-json";

/** As {@link postJson}; where a fresh proof is missing, asks for it in the dialog and repeats. */
export async function postProven<Body>(path: string, body?: unknown): Promise<Answer<Body>> {
  const answer = await postJson<Body>(path, body);
  if (answer.ok || answer.code !== "proof_needed") return answer;
  const dialog = await import("./ask-for-proof").catch(() => null);
  return (await dialog?.askForProof()) ? postJson<Body>(path, body) : answer;
}
