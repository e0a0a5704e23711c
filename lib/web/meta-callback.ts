import "server-only";
import { NextResponse } from "next/server";
import { deletionPath } from "@/lib/domain/callback-rule";
import { elapsed, SECOND } from "@/lib/domain/durations";
import type { SignedRequest } from "@/lib/instagram/signed-request";
import { type ServiceContext, serverContext } from "@/lib/services/context";
import { deletePersonData } from "@/lib/services/delete-person-data";
import { readCallback } from "@/lib/services/read-callback";
import { takeRateLimit } from "@/lib/services/take-rate-limit";
import { withdrawAccess } from "@/lib/services/withdraw-access";
import { adapters } from "./adapters";
import { clientAddress } from "./client-address";
import { errorResponse } from "./error-response";
import { readFormField } from "./read-form-field";
import { readiness } from "./readiness";

const NO_STORE = { "cache-control": "no-store" };

interface Callback {
  request: SignedRequest;
  /** As it came. */
  signedRequest: string;
  address: string;
}

type Answer = (ctx: ServiceContext, callback: Callback) => Promise<object>;

/** What it came to is nobody's business outside. */
export const answerDeauthorize: Answer = async (ctx, { request, address }) => {
  await withdrawAccess(ctx, { request, address });
  return { received: true };
};

export const answerDataDeletion: Answer = async (ctx, callback) => {
  const { code } = await deletePersonData(ctx, callback);
  return { url: `${ctx.settings.baseUrl}${deletionPath(code)}`, confirmation_code: code };
};

/** A route that Meta calls; 503 until the server is ready. */
export function metaCallback(answer: Answer) {
  return async (request: Request): Promise<Response> => {
    const state = readiness();
    return state.ready
      ? handleCallback(serverContext(adapters()), request, answer)
      : refused(503, state.reason, "not_ready");
  };
}

/**
 * Answers a `signed_request` form (instagram-platform §10). No session and no origin: the signature alone says who
 * speaks. 422 when it is not believed, 413 when it is too large, 429 with Retry-After.
 */
export async function handleCallback(ctx: ServiceContext, request: Request, answer: Answer): Promise<Response> {
  try {
    const address = clientAddress(request.headers);
    const until = await takeRateLimit(ctx, "callback", address);
    if (until !== null) {
      const wait = String(Math.max(1, Math.ceil(elapsed(ctx.now, until) / SECOND)));
      return refused(429, "Too many callbacks from this address.", "too_many_requests", { "retry-after": wait });
    }
    const signedRequest = await readFormField(request, "signed_request");
    const callback = { request: readCallback(ctx, signedRequest), signedRequest, address };
    return NextResponse.json(await answer(ctx, callback), { headers: NO_STORE });
  } catch (error) {
    return errorResponse(ctx.log, error);
  }
}

function refused(status: number, error: string, code: string, headers: Record<string, string> = {}): Response {
  return NextResponse.json({ error, code }, { status, headers: { ...NO_STORE, ...headers } });
}
