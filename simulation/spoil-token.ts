import type { Answer } from "@/simulator/message";

/** The same answer with a token that Instagram will not know. */
export function spoilToken(answer: Answer): Answer {
  const body = JSON.parse(answer.body) as { access_token: string };
  const token = body.access_token;
  const spoiled = `${token.slice(0, -8)}${[...token.slice(-8)].reverse().join("")}X`;
  return { ...answer, body: JSON.stringify({ ...body, access_token: spoiled }), payload: undefined };
}
