import { MINUTE, SECOND } from "./durations";

/** "12 seconds", "a minute", "3 minutes": a wait in front of which somebody sits, rounded up. */
export function shortWaitText(milliseconds: number): string {
  if (milliseconds <= SECOND) return "a second";
  if (milliseconds < MINUTE) return `${Math.ceil(milliseconds / SECOND)} seconds`;
  const minutes = Math.ceil(milliseconds / MINUTE);
  return minutes === 1 ? "a minute" : `${minutes} minutes`;
}
