import { iconSprite } from "@/components/ui/icon-sprite";

export const dynamic = "force-static";

export function GET(): Response {
  return new Response(iconSprite(), {
    headers: { "content-type": "image/svg+xml", "cache-control": "public, max-age=86400" },
  });
}
