import "server-only";
import { NextResponse } from "next/server";
import { checkDatabase } from "@/lib/services/check-database";
import { schedulerState } from "@/lib/services/scheduler-state";
import packageFile from "@/package.json" with { type: "json" };
import { adapters } from "./adapters";
import { readiness } from "./readiness";

/**
 * 200 once migrations are applied, the database answers and somebody drives the renewals; 503 with the reason otherwise.
 * Needs no session.
 */
export async function healthResponse(): Promise<Response> {
  const headers = { "cache-control": "no-store" };
  const { version } = packageFile;
  const state = readiness();
  if (!state.ready)
    return NextResponse.json({ status: "unavailable", version, reason: state.reason }, { status: 503, headers });
  const wired = adapters();
  const problem = await checkDatabase(wired);
  if (problem !== null) {
    return NextResponse.json(
      { status: "unavailable", version, database: wired.db.kind, reason: problem },
      { status: 503, headers },
    );
  }
  const { health, lastBeatAt } = await schedulerState(wired, state.since);
  const facts = { version, database: wired.db.kind, schedulerLastRan: lastBeatAt };
  if (!health.ok) {
    return NextResponse.json({ status: "unavailable", ...facts, reason: health.reason }, { status: 503, headers });
  }
  return NextResponse.json({ status: "ok", ...facts }, { headers });
}
