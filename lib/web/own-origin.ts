import "server-only";
import { AppError } from "@/lib/domain/app-error";

/**
 * For what may be asked by this server's own pages only: unlike `proxy.ts`, a missing origin is refused too.
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
