import { NextResponse } from "next/server";

/** Programs get data, not a page. */
function nothingHere(): Response {
  const body = { error: "There is nothing at this address.", code: "not_found" };
  return NextResponse.json(body, { status: 404, headers: { "cache-control": "no-store" } });
}

export { nothingHere as DELETE, nothingHere as GET, nothingHere as PATCH, nothingHere as POST, nothingHere as PUT };
