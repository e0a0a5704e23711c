import { expect, test } from "vitest";
import { typedProof } from "./proof-answer";

test.each([
  ["", "", null],
  ["", "  ", null],
  ["words", "", { kind: "password", password: "words" }],
  ["words", " ", { kind: "password", password: "words" }],
  ["", "123456", { kind: "code", code: "123456" }],
  ["filled in by the browser", "123456", { kind: "code", code: "123456" }],
])("the password “%s” and the code “%s” are %j", (password, code, proof) => {
  expect(typedProof(password, code)).toEqual(proof);
});
