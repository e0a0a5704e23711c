import { answerDeauthorize, metaCallback } from "@/lib/web/meta-callback";

export const dynamic = "force-dynamic";

/** Meta's "Deauthorize callback URL". */
export const POST = metaCallback(answerDeauthorize);
