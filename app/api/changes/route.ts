import { handler } from "@/lib/web/handler";
import { liveState } from "@/lib/web/live";

/** A short text that differs as soon as an open page may show something else. */
export const GET = handler(async (ctx) => {
  const { revision } = await liveState(ctx);
  return new Response(revision, { headers: { "cache-control": "no-store", "content-type": "text/plain" } });
});
