import { expect, test } from "vitest";
import { secondStep } from "./second-step";

test.each([
  ["SecondFactor:authenticator,code,passkey", { authenticator: true, code: true, passkey: true }],
  ["SecondFactor:code,passkey", { authenticator: false, code: true, passkey: true }],
  ["SecondFactor:passkey", { authenticator: false, code: false, passkey: true }],
  ["CredentialsSignin", null],
  ["TooManyAttempts:30", null],
  [null, null],
  [undefined, null],
])("reads %j", (error, ways) => {
  expect(secondStep(error)).toEqual(ways);
});
