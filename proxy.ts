import { type NextRequest, NextResponse } from "next/server";

/** Above what the largest form, an import, may send. */
const LARGEST_BODY_BYTES = 3 * 1024 * 1024;
const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Refuses forms of other sites and bodies beyond every limit before anything reads them. Comfort and a second fence:
 * who may do what is decided in the services.
 */
export function proxy(request: NextRequest): NextResponse {
  if (SAFE_METHODS.has(request.method)) return NextResponse.next();
  if (!isOwnOrigin(request))
    return refuse(403, "This form came from another site. Open Perennial at its own address and try again.");
  if (Number(request.headers.get("content-length") ?? 0) > LARGEST_BODY_BYTES) {
    return refuse(413, "This is too large. Split it and try again.");
  }
  return NextResponse.next();
}

/** Browsers send Origin with every form; without one it is no browser, and no cookie of a visitor comes with it. */
function isOwnOrigin(request: NextRequest): boolean {
  const origin = request.headers.get("origin");
  if (origin === null) return request.headers.get("sec-fetch-site") !== "cross-site";
  if (!URL.canParse(origin)) return false;
  const configured = URL.canParse(process.env.NEXTAUTH_URL ?? "") ? new URL(process.env.NEXTAUTH_URL ?? "").host : null;
  const { host } = new URL(origin);
  return host === configured || host === request.headers.get("host");
}

function refuse(status: number, text: string): NextResponse {
  return new NextResponse(text, {
    status,
    headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" },
  });
}

export const config = { matcher: "/((?!_next/static|_next/image).*)" };
