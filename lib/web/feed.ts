import "server-only";
import { type FeedKind, feedSecret } from "@/lib/domain/feed-link";
import { type ServiceContext, serverContext } from "@/lib/services/context";
import { adapters } from "./adapters";
import { errorResponse } from "./error-response";

/** The address is a secret: nothing may find it. What keeps it from being passed on stands in response-headers.ts. */
const GUARDED = { "x-robots-tag": "noindex" };

/**
 * A route that asks for no session: whoever has the secret in its address may look. Malformed, unknown and revoked ones
 * get the same answer.
 */
export function feed(
  kind: FeedKind,
  headers: Record<string, string>,
  read: (ctx: ServiceContext, secret: string) => Promise<string | null>,
) {
  return async (_request: Request, { params }: { params: Promise<{ file: string }> }): Promise<Response> => {
    const wired = adapters();
    try {
      const secret = feedSecret(kind, (await params).file);
      const body = secret === null ? null : await read(serverContext(wired), secret);
      if (body !== null) return new Response(body, { headers: { ...GUARDED, ...headers } });
      const type = { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" };
      return new Response("There is nothing here.\n", { status: 404, headers: { ...GUARDED, ...type } });
    } catch (error) {
      return errorResponse(wired.log, error);
    }
  };
}
