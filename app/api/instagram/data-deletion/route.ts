import { answerDataDeletion, metaCallback } from "@/lib/web/meta-callback";

export const dynamic = "force-dynamic";

/** Meta's "Data deletion request URL". */
export const POST = metaCallback(answerDataDeletion);
