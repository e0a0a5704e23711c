import "server-only";
import type { NoticeItem, NoticeMessage } from "@/lib/domain/notice";
import { itemLines, itemName, moreText, noticeTitle } from "@/lib/domain/notice-text";
import { plainLine } from "@/lib/domain/plain-line";
import { fitItems } from "./fit-items";
import { itemLink } from "./item-link";

/** Bytes. Teams takes 28 kB; some are left for what the workflow adds. */
const LARGEST_MESSAGE = 26 * 1_024;
const MOST_ITEMS = 100;

/** An Adaptive Card in the envelope of Power Automate workflows. Text runs know no Markdown: foreign words stay as they are. */
export function teamsBody(message: NoticeMessage, baseUrl: string): string {
  const write = (items: readonly NoticeItem[]): string => {
    const more = moreText(message.total, items.length);
    return JSON.stringify({
      type: "message",
      attachments: [
        {
          contentType: "application/vnd.microsoft.card.adaptive",
          contentUrl: null,
          content: {
            $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
            type: "AdaptiveCard",
            version: "1.4",
            body: [
              paragraph([run(noticeTitle(message), { weight: "Bolder", size: "Medium" })]),
              ...items.map((item) => itemParagraph(item, baseUrl)),
              ...(more === "" ? [] : [paragraph([run(more, { isSubtle: true })])]),
            ],
          },
        },
      ],
    });
  };
  return fitItems(message, MOST_ITEMS, write, (text) => Buffer.byteLength(text) <= LARGEST_MESSAGE);
}

function itemParagraph(item: NoticeItem, baseUrl: string): object {
  const name = itemName(item);
  const label = plainLine(item.label);
  const link = { type: "Action.OpenUrl", url: itemLink(baseUrl, item) };
  return paragraph([
    ...(name === null ? [] : [run(name, { weight: "Bolder" }), run(" ")]),
    ...(label === "" ? [] : [run(`· ${label} `, { isSubtle: true })]),
    ...itemLines(item).map((line) => run(`${line} `)),
    run("Open in Perennial", { color: "Accent", selectAction: link }),
  ]);
}

function paragraph(inlines: object[]): object {
  return { type: "RichTextBlock", inlines, spacing: "Medium" };
}

function run(text: string, looks: object = {}): object {
  return { type: "TextRun", text, ...looks };
}
