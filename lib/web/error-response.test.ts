import { expect, test } from "vitest";
import { AppError } from "@/lib/domain/app-error";
import { createLog } from "@/lib/log";
import { errorResponse } from "./error-response";

async function answer(error: unknown) {
  const lines: string[] = [];
  const log = createLog("warn", { write: (line) => void lines.push(line) });
  const response = errorResponse(log, error);
  const body = (await response.json()) as { error: string; code: string };
  return { status: response.status, body, lines: lines.map((line) => JSON.parse(line) as Record<string, unknown>) };
}

test.each(["forbidden", "proof_needed", "second_factor_needed"] as const)(
  "%s leaves a line in the log",
  async (code) => {
    const { status, body, lines } = await answer(new AppError(code, "Not you."));
    expect([status, body]).toEqual([403, { error: "Not you.", code }]);
    expect(lines).toMatchObject([{ level: "warn", event: "request_refused", err: { code } }]);
  },
);

test.each([
  ["not_found", 404],
  ["invalid_input", 422],
  ["too_many_requests", 429],
] as const)("%s is everyday life", async (code, status) => {
  expect(await answer(new AppError(code, "No."))).toEqual({ status, body: { error: "No.", code }, lines: [] });
});

test("a fault of our own gives nothing away but the reference under which the log has more", async () => {
  const { status, body, lines } = await answer(new Error("SELECT secret"));
  expect([status, body.code, lines.length]).toEqual([500, "fault", 1]);
  expect(body.error).not.toContain("SELECT");
  expect(body.error).toContain(String(lines[0]?.reference));
});
