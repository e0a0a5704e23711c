import { NextResponse } from "next/server";
import { AppError } from "@/lib/domain/app-error";
import { readBatch } from "@/lib/services/read-batch";
import { handler } from "@/lib/web/handler";

/** The state of a run, for its page to poll. */
export const GET = handler<{ batchId: string }>(async (ctx, { batchId }) => {
  const report = await readBatch(ctx, batchId);
  if (report === null) throw new AppError("not_found", "There is no such run.");
  return NextResponse.json(report, { headers: { "cache-control": "no-store" } });
});
