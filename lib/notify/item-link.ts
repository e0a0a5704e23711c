import "server-only";
import type { NoticeItem } from "@/lib/domain/notice";

/** Where a person acts on an item: its account's page, or the list. */
export function itemLink(baseUrl: string, { accountId }: Pick<NoticeItem, "accountId">): string {
  return accountId === null ? `${baseUrl}/accounts` : `${baseUrl}/accounts/${encodeURIComponent(accountId)}`;
}

export function channelsLink(baseUrl: string): string {
  return `${baseUrl}/notices`;
}
