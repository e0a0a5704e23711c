import { randomBytes } from "node:crypto";
import { type NextRequest, NextResponse } from "next/server";
import { changesNothing, isOwnRequest } from "@/lib/web/origin-rule";
import { PAGE_HEADER } from "@/lib/web/page-header";
import { bodyLimit, bodyProblem } from "@/lib/web/request-body";
import { isData, responseHeaders } from "@/lib/web/response-headers";

const DEVELOPMENT = process.env.NODE_ENV === "development";

/**
 * Gives every answer its security headers and every page its nonce, and refuses forms of other sites and bodies beyond
 * every limit before anything reads them. A fence of its own: who may do what is decided in the services.
 */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  const own = ownAddress();
  const path = request.nextUrl.pathname;
  if (path.startsWith(BUILD_FILES)) return buildFile(request.method);
  const nonce = randomBytes(16).toString("base64");
  const security = responseHeaders(path, { nonce, https: own?.protocol === "https:", development: DEVELOPMENT });
  const refusal = await refusalFor(request, path, own?.origin ?? null);
  if (refusal !== null) return withHeaders(answer(refusal, path), security);
  const headers = new Headers(request.headers);
  // Next takes the nonce from here for all that it writes into the page.
  headers.set("content-security-policy", security["content-security-policy"] ?? "");
  headers.set("x-nonce", nonce);
  headers.set(PAGE_HEADER, path + request.nextUrl.search);
  if (own !== null) pinAddress(headers, own);
  // From one of our own pages, as has been judged: Next knows no other way to compare it.
  if (own !== null && !changesNothing(request.method) && headers.has("origin")) headers.set("origin", own.origin);
  return withHeaders(NextResponse.next({ request: { headers } }), security);
}

/** Where Perennial is reached, by its configuration. What a request says of its host proves nothing. */
function ownAddress(): URL | null {
  const configured = process.env.NEXTAUTH_URL ?? "";
  return URL.canParse(configured) ? new URL(configured) : null;
}

/** Next and next-auth compare and redirect by these headers. */
function pinAddress(headers: Headers, own: URL): void {
  headers.set("x-forwarded-host", own.host);
  headers.set("x-forwarded-proto", own.protocol.slice(0, -1));
}

interface Refusal {
  status: number;
  code: string;
  text: string;
}

const REFUSALS = {
  foreign: {
    status: 403,
    code: "foreign_origin",
    text: "This form came from another site. Open Perennial at its own address and try again.",
  },
  too_large: { status: 413, code: "too_large", text: "This is too large. Split it and try again." },
  unknown_method: {
    status: 405,
    code: "unknown_method",
    text: "Nothing here answers to a request of this kind. Open Perennial in a browser.",
  },
  malformed: {
    status: 400,
    code: "malformed",
    text: "This form arrived incomplete. Load the page again and try once more.",
  },
} as const satisfies Record<string, Refusal>;

async function refusalFor(request: NextRequest, path: string, ownOrigin: string | null): Promise<Refusal | null> {
  const { method, headers } = request;
  if (!METHODS.has(method)) return REFUSALS.unknown_method;
  if (changesNothing(method)) return null;
  const asked = { method, path, origin: headers.get("origin"), fetchSite: headers.get("sec-fetch-site") };
  if (!isOwnRequest(asked, ownOrigin)) return REFUSALS.foreign;
  const problem = await bodyProblem(request, bodyLimit(path));
  return problem === null ? null : REFUSALS[problem];
}

/** What some page or handler may be asked by; those that know fewer say so themselves. */
const METHODS = new Set(["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"]);

/** Programs and our own scripts read data, people a sentence. */
function answer({ status, code, text }: Refusal, path: string): NextResponse {
  const allow: Record<string, string> = status === 405 ? { allow: [...METHODS].join(", ") } : {};
  const init = { status, headers: { "cache-control": "no-store", ...allow } };
  if (isData(path)) return NextResponse.json({ error: text, code }, init);
  return new NextResponse(text, { status, headers: { ...init.headers, "content-type": "text/plain; charset=utf-8" } });
}

function withHeaders(response: NextResponse, security: Record<string, string>): NextResponse {
  for (const [name, value] of Object.entries(security)) response.headers.set(name, value);
  return response;
}

const BUILD_FILES = "/_next/static/";
const READING = new Set(["GET", "HEAD"]);

/** Next fails on anything but reading them. */
function buildFile(method: string): NextResponse {
  if (READING.has(method)) return NextResponse.next();
  return new NextResponse(null, { status: 405, headers: { allow: [...READING].join(", ") } });
}

export const config = {
  matcher: [
    "/((?!_next/static/).*)",
    // The build's own files get their headers from next.config.mjs; what a page loads of them need not pass here.
    {
      source: "/_next/static/:path*",
      missing: [{ type: "header", key: "sec-fetch-dest", value: "script|style|font|image" }],
    },
  ],
};
