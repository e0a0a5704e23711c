import "server-only";
import { AppError } from "@/lib/domain/app-error";

/**
 * Behind `proxy.ts`, for what gives a secret away: nothing but the origin itself counts as an answer here.
 *
 * @throws AppError `forbidden`.
 */
export function requireOwnOrigin(request: Request, baseUrl: string): void {
  const site = request.headers.get("sec-fetch-site");
  const isOwn = request.headers.get("origin") === new URL(baseUrl).origin && (site === null || site === "same-origin");
  if (!isOwn)
    throw new AppError(
      "forbidden",
      "This was asked from another site. Open Perennial at its own address and try again.",
    );
}
