import "server-only";
import { NextRequest, NextResponse } from "next/server";
import NextAuth from "next-auth";
import { AppError, isAppError } from "@/lib/domain/app-error";
import { HOME_PATH } from "@/lib/domain/return-path";
import { redactText } from "@/lib/redact";
import { describeSession } from "@/lib/services/read-session";
import { startConnect } from "@/lib/services/start-connect";
import { adapters } from "./adapters";
import { authOptions, TOO_MANY_ATTEMPTS } from "./auth";
import { ConnectAttempt } from "./connect-attempt";
import { errorResponse } from "./error-response";
import { FACTOR_PAGE } from "./page";
import { currentContext } from "./session";
import { readSessionId } from "./session-cookie";

interface RouteContext {
  params: Promise<{ nextauth: string[] }>;
}

/** next-auth's own pages, in the place of which ours stand. */
const FOREIGN_PAGES = new Set(["signout", "verify-request"]);

/** Where next-auth's script in the browser would write into our log; so could anybody. */
const OPEN_LOG = "_log";
/** Of a path of next-auth's, such as `callback/instagram`; it fails on longer ones. */
const MOST_PARTS = 2;

/** By password and by passkey. */
const WAYS_IN = new Set(["callback/credentials", "callback/passkey"]);

/** next-auth would copy what the address says into a header as it stands, which not every text survives. */
function isErrorPage(path: string): boolean {
  return path === "error" || path.startsWith("error/");
}

/** next-auth, with what it leaves to us: trips to Instagram, throttled sign-ins, and sessions that are rows. */
export async function handleAuth(request: NextRequest, context: RouteContext): Promise<Response> {
  const parts = (await context.params).nextauth;
  const path = parts.join("/");
  try {
    if (!(await hasReadableBody(request))) {
      throw new AppError("invalid_input", "This request cannot be read. Reload the page and try again.");
    }
    if (parts[0] === OPEN_LOG || parts.length > MOST_PARTS)
      throw new AppError("not_found", "There is nothing at this address.");
    if (request.method === "GET" && FOREIGN_PAGES.has(path)) return goTo(HOME_PATH, false);
    if (request.method === "GET" && (WAYS_IN.has(path) || isErrorPage(path))) return goTo("/sign-in", false);
    if (path === "signin/instagram" && request.method === "POST") return await beginConnect(request, context);
    if (path === "callback/instagram") return await endConnect(request, context);
    if (path === "session") return await describeOwnSession();
    if (WAYS_IN.has(path)) return await signInByUs(request, context);
    return await NextAuth(request, context, authOptions());
  } catch (error) {
    if (isAppError(error, "second_factor_needed")) return goTo(FACTOR_PAGE, request.method === "POST");
    return errorResponse(adapters().log, error);
  }
}

/** next-auth reads JSON where it is told of some, without expecting that it may be none. */
async function hasReadableBody(request: NextRequest): Promise<boolean> {
  if (request.method !== "POST" || request.body === null) return true;
  if (!request.headers.get("content-type")?.includes("application/json")) return true;
  const body: unknown = await request
    .clone()
    .json()
    .catch(() => null);
  return typeof body === "object" && body !== null;
}

async function beginConnect(request: NextRequest, context: RouteContext): Promise<Response> {
  const ctx = await currentContext();
  if (ctx === null) return goTo("/sign-in", true);
  const reconnectAccountId = request.nextUrl.searchParams.get("reconnect");
  const attempt = new ConnectAttempt(ctx, await startConnect(ctx, { reconnectAccountId }));
  // next-auth would copy every query parameter into the authorize URL, redirect_uri included.
  const plain = new NextRequest(new URL(request.nextUrl.pathname, ctx.settings.baseUrl), request);
  return NextAuth(plain, context, authOptions(attempt));
}

async function endConnect(request: NextRequest, context: RouteContext): Promise<Response> {
  const ctx = await currentContext();
  if (ctx === null) return goTo("/sign-in?next=/accounts", false);
  const attempt = new ConnectAttempt(ctx);
  const query = request.nextUrl.searchParams;
  const error = query.get("error");
  if (error !== null) {
    await attempt.refused(query.get("state") ?? "", error, redactText(query.get("error_description") ?? ""));
  } else if (request.method === "GET") {
    await NextAuth(request, context, authOptions(attempt));
  }
  // Without a fragment of its own the new address would inherit Instagram's "#_".
  return goTo(`${attempt.destination}#result`, false);
}

/**
 * Who is signed in, and nothing else. next-auth's own answer would renew the cookie at each look, so that it outlived the
 * session's row, and would take a database that is away for a sign-out.
 */
async function describeOwnSession(): Promise<Response> {
  const sessionId = await readSessionId();
  const session = sessionId === null ? null : await describeSession(adapters(), sessionId);
  const content =
    session === null
      ? {}
      : { user: { name: session.name, email: session.email }, expires: session.expiresAt.toISOString() };
  return NextResponse.json(content, { headers: { "cache-control": "private, no-store" } });
}

async function signInByUs(request: NextRequest, context: RouteContext): Promise<Response> {
  const response: Response = await NextAuth(request, context, authOptions());
  if (response.status !== 401) return response;
  const body = await response.text();
  const wait = new RegExp(`${TOO_MANY_ATTEMPTS}(?::|%3A)(\\d+)`).exec(
    body + (response.headers.get("location") ?? ""),
  )?.[1];
  const headers = new Headers(response.headers);
  if (wait === undefined) return new Response(body, { status: 401, headers });
  headers.set("retry-after", wait);
  return new Response(body, { status: 429, headers });
}

/** `json`: the caller is next-auth's own script, which follows an address in the body. */
function goTo(path: string, json: boolean): Response {
  const url = new URL(path, `${adapters().settings.baseUrl}/`).toString();
  const headers = { "cache-control": "no-store", "referrer-policy": "no-referrer" };
  return json
    ? NextResponse.json({ url }, { status: 401, headers })
    : NextResponse.redirect(url, { status: 302, headers });
}
