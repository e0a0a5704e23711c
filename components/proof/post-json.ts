export type Answer<Body> = { ok: true; body: Body } | { ok: false; code: string; message: string };

const UNREACHABLE = {
  ok: false,
  code: "unreachable",
  message: "The server could not be reached. Check your connection and try again.",
} as const;

/** Posts to one of our handlers; a refusal and a broken connection come back as sentences. */
export async function postJson<Body>(path: string, body: unknown = {}): Promise<Answer<Body>> {
  const request = { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
  const response = await fetch(path, { ...request, cache: "no-store" }).catch(() => null);
  const answer: unknown = await response?.json().catch(() => null);
  if (response === null || typeof answer !== "object" || answer === null) return UNREACHABLE;
  if (response.ok) return { ok: true, body: answer as Body };
  const { error, code } = answer as { error?: string; code?: string };
  return { ok: false, code: code ?? "fault", message: error ?? "Something went wrong on the server. Try again." };
}
