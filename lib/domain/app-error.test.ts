import { expect, test } from "vitest";
import { AppError, isAppError } from "./app-error";

test("carries its code, its cause, and the code again where Next looks for it", () => {
  const cause = new Error("disk");
  const error = new AppError("database_unavailable", "The database does not answer.", { cause });
  expect(error).toMatchObject({
    code: "database_unavailable",
    digest: "database_unavailable",
    name: "AppError",
    cause,
  });
  expect(error).toBeInstanceOf(Error);
});

test("is known by name and code, so that a copy of the class from another bundle is known too", () => {
  const foreign = Object.assign(new Error("x"), { name: "AppError", code: "not_found" });
  expect(isAppError(foreign)).toBe(true);
  expect(isAppError(foreign, "not_found")).toBe(true);
  expect(isAppError(foreign, "forbidden")).toBe(false);
});

test.each([
  ["an error of another class", new Error("AppError")],
  ["an error with a code only", Object.assign(new Error("x"), { code: "not_found" })],
  ["an error with the name only", Object.assign(new Error("x"), { name: "AppError" })],
  ["something that is no error", { name: "AppError", code: "not_found" }],
  ["nothing", null],
])("does not take %s for one", (_, value) => {
  expect(isAppError(value)).toBe(false);
});
