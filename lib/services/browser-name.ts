import "server-only";
import bowser from "bowser";
import { plainLine } from "@/lib/domain/plain-line";

/** What a person calls the browser behind a user agent: "Chrome on Windows". */
export function browserName(userAgent: string): string {
  if (userAgent.trim() === "") return "Unknown browser";
  const { browser, os } = bowser.parse(userAgent);
  const name = browser.name ?? "";
  const system = os.name ?? "";
  if (name === "" && system === "") return "Unknown browser";
  if (system === "") return plainLine(name);
  return plainLine(`${name === "" ? "A browser" : name} on ${system}`);
}
