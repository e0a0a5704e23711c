import "server-only";
import type { NextRequest } from "next/server";
import { type PersonContext, type ServiceContext, serverContext } from "@/lib/services/context";
import { adapters } from "./adapters";
import { clientAddress } from "./client-address";
import { errorResponse } from "./error-response";
import { type GateOptions, requireContext } from "./session";

/** A route handler behind a session; what it throws becomes an answer with a sentence. */
export function handler<Parameters>(
  work: (ctx: PersonContext, parameters: Parameters, request: NextRequest) => Promise<Response>,
  options?: GateOptions,
) {
  return async (request: NextRequest, { params }: { params: Promise<Parameters> }): Promise<Response> => {
    try {
      return await work(await requireContext(options), await params, request);
    } catch (error) {
      return errorResponse(adapters().log, error);
    }
  };
}

/** A route handler that asks for no session. */
export function openHandler(work: (ctx: ServiceContext, address: string) => Promise<Response>) {
  return async (request: NextRequest): Promise<Response> => {
    const wired = adapters();
    try {
      return await work(serverContext(wired), clientAddress(request.headers));
    } catch (error) {
      return errorResponse(wired.log, error);
    }
  };
}
