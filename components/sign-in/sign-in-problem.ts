import { lengthText } from "@/lib/domain/date-text";
import { MINUTE, SECOND } from "@/lib/domain/durations";

const TOO_MANY = /^TooManyAttempts:(\d+)$/;

/** What to say after a refused sign-in; `WrongCode` comes in the second step. */
export function signInProblem(status: number, error: string | null | undefined): string {
  const seconds = TOO_MANY.exec(error ?? "")?.[1];
  if (seconds !== undefined) return `Too many wrong passwords. Wait ${waitText(Number(seconds))} and try again.`;
  if (status === 429) return "Too many wrong passwords. Wait a few minutes and try again.";
  if (error === "WrongCode") return "This code is wrong, or was used before. Type the next one that your app shows.";
  if (status === 401 && error !== "Fault") return "E-mail or password is wrong.";
  return "Signing in did not work. Try again in a moment.";
}

function waitText(seconds: number): string {
  if (seconds < 60) return `${seconds} second${seconds === 1 ? "" : "s"}`;
  return lengthText(Math.ceil(seconds / (MINUTE / SECOND)) * MINUTE);
}
