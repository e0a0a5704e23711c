import "server-only";
import type { NoticeItem, NoticeMessage } from "@/lib/domain/notice";
import { itemLines, itemName, moreText, noticeTitle } from "@/lib/domain/notice-text";
import { plainLine } from "@/lib/domain/plain-line";
import { channelsLink, itemLink } from "./item-link";
import { escapeHtml, mailPage } from "./mail-page";

export interface MailText {
  subject: string;
  text: string;
  html: string;
}

/** A message as a mail: the same words as plain text and as HTML without anything that a reader would have to load. */
export function mailText(message: NoticeMessage, baseUrl: string): MailText {
  const title = noticeTitle(message);
  const more = moreText(message.total, message.items.length);
  const footer = `Sent by Perennial at ${baseUrl}. Who gets which notices is set at ${channelsLink(baseUrl)}.`;
  const text = [title, ...message.items.map((item) => itemText(item, baseUrl)), more, `-- \n${footer}`]
    .filter((part) => part !== "")
    .join("\n\n");
  return { subject: title, text: `${text}\n`, html: page(message, { title, more, baseUrl }) };
}

function itemText(item: NoticeItem, baseUrl: string): string {
  return [itemHead(item), ...itemLines(item), itemLink(baseUrl, item)].filter((line) => line !== "").join("\n");
}

function itemHead(item: NoticeItem): string {
  return [itemName(item) ?? "", plainLine(item.label)].filter((part) => part !== "").join(" · ");
}

function page(
  message: NoticeMessage,
  { title, more, baseUrl }: { title: string; more: string; baseUrl: string },
): string {
  const items = message.items.map((item) => itemHtml(item, baseUrl)).join("\n");
  return mailPage(
    title,
    more === "" ? items : `${items}\n<p>${escapeHtml(more)}</p>`,
    `Sent by <a href="${escapeHtml(baseUrl)}">Perennial</a>. <a href="${escapeHtml(channelsLink(baseUrl))}">Choose who gets which notices</a>.`,
  );
}

function itemHtml(item: NoticeItem, baseUrl: string): string {
  const head = itemHead(item);
  const lines = itemLines(item).map((line) => `${escapeHtml(line)}<br>`);
  const name = head === "" ? "" : `<strong dir="auto">${escapeHtml(head)}</strong><br>`;
  return `<p style="margin:0 0 16px">${name}${lines.join("")}<a href="${escapeHtml(itemLink(baseUrl, item))}">Open in Perennial</a></p>`;
}
