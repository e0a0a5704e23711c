import "server-only";
import type { NoticeItem, NoticeMessage } from "@/lib/domain/notice";
import { itemLines, itemName, moreText, noticeTitle } from "@/lib/domain/notice-text";
import { plainLine } from "@/lib/domain/plain-line";
import { fitItems } from "./fit-items";
import { itemLink } from "./item-link";

/** Characters that Discord takes in an embed's description and title. */
const LONGEST_DESCRIPTION = 4_096;
const LONGEST_TITLE = 256;
const MOST_ITEMS = 50;

/** One embed for an incoming webhook. Nobody is mentioned, whatever a name holds. */
export function discordBody(message: NoticeMessage, baseUrl: string): string {
  const describe = (items: readonly NoticeItem[]): string =>
    [...items.map((item) => itemText(item, baseUrl)), moreText(message.total, items.length)]
      .filter((text) => text !== "")
      .join("\n\n");
  const description = fitItems(message, MOST_ITEMS, describe, (text) => text.length <= LONGEST_DESCRIPTION);
  return JSON.stringify({
    username: "Perennial",
    allowed_mentions: { parse: [] },
    embeds: [
      {
        title: cutTitle(noticeTitle(message)),
        description,
        timestamp: message.at,
      },
    ],
  });
}

function itemText(item: NoticeItem, baseUrl: string): string {
  const name = itemName(item);
  const label = plainLine(item.label);
  const head = [name === null ? "" : `**${escapeDiscord(name)}**`, escapeDiscord(label)].filter((part) => part !== "");
  const lines = itemLines(item).map(escapeDiscord);
  return [head.join(" · "), ...lines, `[Open in Perennial](${itemLink(baseUrl, item)})`]
    .filter((line) => line !== "")
    .join("\n");
}

/** An escape sign is never cut off from what it escapes. */
function cutTitle(title: string): string {
  const characters = [...title];
  while (escapeDiscord(characters.join("")).length > LONGEST_TITLE) characters.pop();
  return escapeDiscord(characters.join(""));
}

/**
 * Every sign of Discord's Markdown, and those that begin a mention or an address, as itself. A colon is left alone
 * unless it belongs to an address, so that times stay readable.
 */
export function escapeDiscord(text: string): string {
  return text
    .replace(/[\\*_~`|<>#[\]()@-]/g, (sign) => (sign === "@" ? "@\u200b" : `\\${sign}`))
    .replaceAll("://", ":\u200b//");
}
