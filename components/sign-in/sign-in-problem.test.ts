import { expect, test } from "vitest";
import { signInProblem } from "./sign-in-problem";

test.each<[number, string | null | undefined, string]>([
  [401, "CredentialsSignin", "E-mail or password is wrong."],
  [401, null, "E-mail or password is wrong."],
  [401, "TooManyAttempts:1", "Too many wrong passwords. Wait 1 second and try again."],
  [401, "TooManyAttempts:30", "Too many wrong passwords. Wait 30 seconds and try again."],
  [429, "TooManyAttempts:59", "Too many wrong passwords. Wait 59 seconds and try again."],
  [429, "TooManyAttempts:60", "Too many wrong passwords. Wait 1 minute and try again."],
  [429, "TooManyAttempts:61", "Too many wrong passwords. Wait 2 minutes and try again."],
  [429, "TooManyAttempts:900", "Too many wrong passwords. Wait 15 minutes and try again."],
  [429, "TooManyAttempts:x", "Too many wrong passwords. Wait a few minutes and try again."],
  [429, undefined, "Too many wrong passwords. Wait a few minutes and try again."],
  [401, "WrongCode", "This code is wrong, or was used before. Type the next one that your app shows."],
  [401, "Fault", "Signing in did not work. Try again in a moment."],
  [500, "Error", "Signing in did not work. Try again in a moment."],
  [0, undefined, "Signing in did not work. Try again in a moment."],
])("status %i with %s reads well", (status, error, sentence) => {
  expect(signInProblem(status, error)).toBe(sentence);
});
