import "server-only";
import { escapeHtml, type MailText } from "./mail-text";

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
  return {
    subject,
    text: `${[...paragraphs, `${link.text}:\n${link.url}`, note, `-- \n${footer}`].join("\n\n")}\n`,
    html: `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(subject)}</title>
</head>
<body style="margin:0;padding:24px 16px;font:15px/1.5 system-ui,sans-serif">
<div style="max-width:600px;margin:0 auto">
<h1 style="margin:0 0 16px;font-size:20px;line-height:1.3">${escapeHtml(subject)}</h1>
${paragraphs.map((text) => `<p style="margin:0 0 16px" dir="auto">${escapeHtml(text)}</p>`).join("\n")}
<p style="margin:0 0 16px"><a href="${escapeHtml(link.url)}">${escapeHtml(link.text)}</a></p>
<p style="margin:0 0 16px">${escapeHtml(note)}</p>
<p style="margin:24px 0 0;font-size:13px;opacity:.75">${escapeHtml(footer)}</p>
</div>
</body>
</html>
`,
  };
}
