import "server-only";
import type { SealedColumn } from "@/lib/db/sealed-columns";
import { authenticatorContext } from "./authenticator-secret";
import { channelContext } from "./channel-target";
import { itemContext } from "./start-batch";
import { tokenContext } from "./store-token";

const CONTEXTS: Record<SealedColumn["table"], (key: string) => string> = {
  AccountToken: tokenContext,
  BatchItem: itemContext,
  NoticeChannel: channelContext,
  User: authenticatorContext,
};

/** What the texts in a table's row are sealed for, by the row's key. */
export function sealedFor({ table }: Pick<SealedColumn, "table">, key: string): string {
  return CONTEXTS[table](key);
}
