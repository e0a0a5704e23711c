import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";

export interface ReceivedMail {
  from: string;
  to: string[];
  /** As it came over the wire: headers and encoded parts. */
  raw: string;
}

export interface MailReceiver {
  url: string;
  mails: ReceivedMail[];
  /** The SMTP status with which an address is refused; null takes it. */
  refuse: (address: string) => number | null;
  close(): Promise<void>;
}

/** A real SMTP server on this machine that keeps what it gets. */
export async function startMailReceiver(): Promise<MailReceiver> {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onRcptTo: ({ address }, _session, done) => {
      const status = receiver.refuse(address);
      if (status === null) done();
      else done(Object.assign(new Error("not this address"), { responseCode: status }));
    },
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const { mailFrom, rcptTo } = session.envelope;
        const from = mailFrom === false ? "" : mailFrom.address;
        receiver.mails.push({ from, to: rcptTo.map(({ address }) => address), raw: Buffer.concat(chunks).toString() });
        done();
      });
    },
  });
  server.on("error", () => undefined);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const receiver: MailReceiver = {
    url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    mails: [],
    refuse: () => null,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
  return receiver;
}

/** A header's value, unfolded, with its encoded words read. */
export function headerOf(raw: string, name: string): string {
  const head = raw.slice(0, raw.indexOf("\r\n\r\n")).replace(/\r\n[ \t]+/g, " ");
  const line = head.split("\r\n").find((text) => text.toLowerCase().startsWith(`${name.toLowerCase()}:`)) ?? "";
  return line
    .slice(name.length + 1)
    .trim()
    .replace(/\?=\s+=\?/g, "?==?")
    .replace(/=\?utf-8\?([qb])\?([^?]*)\?=/gi, (_all, encoding: string, text: string) =>
      encoding.toLowerCase() === "b" ? Buffer.from(text, "base64").toString() : readQuoted(text.replaceAll("_", " ")),
    );
}

/** The parts of a mail by content type, decoded. */
export function partsOf(raw: string): Record<string, string> {
  const boundary = /boundary="([^"]+)"/.exec(raw)?.[1] ?? "";
  const parts: Record<string, string> = {};
  for (const part of raw.split(`--${boundary}`).slice(1, -1)) {
    const end = part.indexOf("\r\n\r\n");
    const [head, body] = [part.slice(0, end), part.slice(end + 4)];
    const type = /content-type: ([^;\r\n]+)/i.exec(head)?.[1] ?? "";
    const encoding = /content-transfer-encoding: (\S+)/i.exec(head)?.[1] ?? "7bit";
    if (encoding === "base64") parts[type] = Buffer.from(body, "base64").toString();
    else parts[type] = encoding === "quoted-printable" ? readQuoted(body.replace(/=\r\n/g, "")) : body;
  }
  return parts;
}

function readQuoted(text: string): string {
  const bytes = text.replace(/=([0-9A-F]{2})/gi, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString("utf8");
}
