import "server-only";
import { escapeHtml, mailPage } from "./mail-page";
import type { MailText } from "./mail-text";

/** A mail to one person about that person's own way into Perennial. */
export interface Letter {
  subject: string;
  /** Each a paragraph of plain text. */
  paragraphs: readonly string[];
  /** What to press, and where it leads. The address may be a secret: it stands in the mail and nowhere else. */
  link: { text: string; url: string };
  /** Said below the link: until when it is good, and what to do when it was not expected. */
  note: string;
}

/** A letter as plain text and as HTML without anything that a reader would have to load. */
export function letterText({ subject, paragraphs, link, note }: Letter, baseUrl: string): MailText {
  const footer = `Sent by Perennial at ${baseUrl}.`;
  const content = [
    ...paragraphs.map((text) => `<p style="margin:0 0 16px" dir="auto">${escapeHtml(text)}</p>`),
    `<p style="margin:0 0 16px"><a href="${escapeHtml(link.url)}">${escapeHtml(link.text)}</a></p>`,
    `<p style="margin:0 0 16px">${escapeHtml(note)}</p>`,
  ];
  return {
    subject,
    text: `${[...paragraphs, `${link.text}:\n${link.url}`, note, `-- \n${footer}`].join("\n\n")}\n`,
    html: mailPage(subject, content.join("\n"), escapeHtml(footer)),
  };
}
