import "server-only";
import { AppError } from "@/lib/domain/app-error";
import { readSignedRequest, type SignedRequest } from "@/lib/instagram/signed-request";
import type { ServiceContext } from "./context";

/**
 * What Meta says in a callback. Meta does not tell which secret signs, so both that are set count
 * (instagram-platform §10).
 *
 * @throws AppError `instagram_not_configured`; `invalid_input` for everything that is not believed, in one sentence for
 * all of it: the log says why.
 */
export function readCallback(ctx: ServiceContext, signedRequest: string): SignedRequest {
  const { credentials, metaAppSecret } = ctx.settings.instagram;
  const secrets = [credentials?.clientSecret, metaAppSecret].filter((secret) => secret != null);
  if (secrets.length === 0)
    throw new AppError(
      "instagram_not_configured",
      "INSTAGRAM_CLIENT_SECRET is not set, so no callback can be believed.",
    );
  const result = readSignedRequest(signedRequest, secrets, ctx.now);
  if (result.ok) return result.value;
  ctx.log.warn({ event: "callback_refused", problem: result.problem }, "callback refused");
  throw new AppError("invalid_input", "This signed request is not valid here.");
}
