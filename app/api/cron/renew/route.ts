import { handleCron } from "@/lib/web/cron-handler";

export const dynamic = "force-dynamic";

export const GET = handleCron;
export const POST = handleCron;
