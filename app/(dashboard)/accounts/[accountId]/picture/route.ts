import { AppError } from "@/lib/domain/app-error";
import { readPicture } from "@/lib/services/read-picture";
import { handler } from "@/lib/web/handler";

/** The profile picture, from this server alone; its address changes with it. */
export const GET = handler<{ accountId: string }>(async (ctx, { accountId }, request) => {
  const picture = await readPicture(ctx, { accountId });
  if (picture === null) throw new AppError("not_found", "There is no picture of this account.");
  const headers = { etag: `"${picture.sourceHash}"`, "cache-control": "private, max-age=86400", vary: "Cookie" };
  if (request.headers.get("if-none-match") === headers.etag) return new Response(null, { status: 304, headers });
  return new Response(picture.bytes, {
    headers: { ...headers, "content-type": picture.contentType, "content-disposition": "inline" },
  });
});
