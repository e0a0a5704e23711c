import "server-only";
import type { NoticeItem, NoticeMessage } from "@/lib/domain/notice";
import { itemLines, itemName, moreText, noticeTitle } from "@/lib/domain/notice-text";
import { plainLine } from "@/lib/domain/plain-line";
import { fitItems } from "./fit-items";
import { itemLink } from "./item-link";

/** Slack takes 50 blocks: the head, the items, and "and N more". */
const MOST_ITEMS = 48;
/** Characters of a text object in a section's field. */
const LONGEST_FIELD = 2_000;
/** Characters of a header. */
const LONGEST_HEADER = 150;
/** Slack names no limit of the whole; it cuts messages at 40,000 characters of text. */
const LARGEST_MESSAGE = 38_000;

/** A Block Kit message for an incoming webhook. Foreign words are plain text: neither mentions nor formatting work there. */
export function slackBody(message: NoticeMessage, baseUrl: string): string {
  const title = escapeSlack(noticeTitle(message));
  const write = (items: readonly NoticeItem[]): string => {
    const more = moreText(message.total, items.length);
    return JSON.stringify({
      text: title,
      mrkdwn: false,
      unfurl_links: false,
      blocks: [
        { type: "header", text: plainText(noticeTitle(message), LONGEST_HEADER) },
        ...items.map((item) => section(item, baseUrl)),
        ...(more === "" ? [] : [{ type: "section", text: plainText(more, LONGEST_FIELD) }]),
      ],
    });
  };
  return fitItems(message, MOST_ITEMS, write, (text) => text.length <= LARGEST_MESSAGE);
}

function section(item: NoticeItem, baseUrl: string): object {
  const name = [itemName(item), plainLine(item.label)].filter((part) => part !== null && part !== "").join(" · ");
  const lines = [name, ...itemLines(item)].filter((line) => line !== "");
  return {
    type: "section",
    fields: [
      plainText(lines.join("\n"), LONGEST_FIELD),
      { type: "mrkdwn", text: `<${itemLink(baseUrl, item)}|Open in Perennial>` },
    ],
  };
}

function plainText(text: string, longest: number): object {
  return { type: "plain_text", text: cutEscaped(text, longest), emoji: false };
}

/** Escaped and no longer than `longest`; an entity is never cut in two. */
function cutEscaped(text: string, longest: number): string {
  const characters = [...text];
  let escaped = escapeSlack(text);
  while (escaped.length > longest) {
    characters.splice(-Math.max(1, Math.ceil((escaped.length - longest) / 8)));
    escaped = `${escapeSlack(characters.join(""))}…`;
  }
  return escaped;
}

/** The three characters by which Slack knows links, channels and people. */
export function escapeSlack(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
