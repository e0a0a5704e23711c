import "server-only";
import { z } from "zod";
import { plainLine } from "@/lib/domain/plain-line";
import { checkNewPassword } from "./check-new-password";

export const emailInput = z
  .string()
  .trim()
  .toLowerCase()
  .pipe(z.email("Write an e-mail address, such as ada@example.com.").max(254, "This address is too long."));

const personInput = z.object({
  name: z.string().transform(plainLine).pipe(z.string().min(1, "Write your name.")),
  email: emailInput,
});

export interface PersonInput {
  name: string;
  email: string;
  password: string;
}

/** What somebody typed who becomes a person of this server, or the first thing that is wrong with each field. */
export async function readPersonInput(
  typed: PersonInput,
): Promise<{ ok: true; person: PersonInput } | { ok: false; fieldErrors: Record<string, string> }> {
  const parsed = personInput.safeParse(typed);
  const problem = await checkNewPassword(typed.password, typed);
  if (parsed.success && problem === null) return { ok: true, person: { ...parsed.data, password: typed.password } };
  const errors = (parsed.error?.issues ?? []).map((issue) => [String(issue.path[0]), issue.message] as const);
  const fieldErrors = Object.fromEntries(errors.reverse());
  return { ok: false, fieldErrors: problem === null ? fieldErrors : { ...fieldErrors, password: problem } };
}
