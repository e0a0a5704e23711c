import "server-only";
import { createTransport } from "nodemailer";
import { SECOND } from "@/lib/domain/durations";
import type { SendResult } from "./answer-problem";
import type { MailText } from "./mail-text";

/** Milliseconds for one step of the conversation with the mail server. */
const STEP_LIMIT = 10 * SECOND;
/** Milliseconds for all of it: less than a stopping server waits. */
export const MAIL_TIME_LIMIT = 15 * SECOND;

export interface MailServer {
  smtpUrl: string;
  from: string;
}

const MAIL_NOT_SET_UP: SendResult = {
  ok: false,
  problem: "No mail server is set. Set SMTP_URL and MAIL_FROM, restart Perennial and resend.",
  permanent: true,
};

/** One mail to all `addresses`. A repetition after a lost answer has the same Message-ID. */
export async function sendMail(
  server: MailServer | null,
  addresses: readonly string[],
  content: MailText,
  { at, baseUrl, deliveryId, timeLimit }: { at: Date; baseUrl: string; deliveryId: string; timeLimit: number },
): Promise<SendResult> {
  if (server === null) return MAIL_NOT_SET_UP;
  const transport = createTransport({
    url: server.smtpUrl,
    connectionTimeout: STEP_LIMIT,
    greetingTimeout: STEP_LIMIT,
    socketTimeout: STEP_LIMIT,
    dnsTimeout: STEP_LIMIT,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  let timer: NodeJS.Timeout | undefined;
  const overtime = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(Object.assign(new Error("too slow"), { code: "ETIMEDOUT" })), timeLimit);
  });
  try {
    const sending = transport.sendMail({
      from: server.from,
      to: [...addresses],
      messageId: `<${deliveryId}@${new URL(baseUrl).hostname}>`,
      date: at,
      headers: { "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All" },
      ...content,
    });
    const { rejected } = await Promise.race([sending, overtime]);
    return rejected.length === 0
      ? { ok: true }
      : { ok: true, note: `The mail server did not take ${rejected.map(addressText).join(", ")}; the others got it.` };
  } catch (error) {
    return judgeMailError(error);
  } finally {
    clearTimeout(timer);
    transport.close();
  }
}

function addressText(address: string | { address: string }): string {
  return typeof address === "string" ? address : address.address;
}

/** Only a refusal of every recipient is final (RFC 5321: 5yz); a wrong password or a dead server is mended by a person. */
function judgeMailError(error: unknown): SendResult {
  const { code, responseCode } = errorFacts(error);
  const answer = responseCode === null ? "" : ` (it answered ${responseCode})`;
  switch (code) {
    case "EAUTH":
      return failed(`The mail server refused the user name or password${answer}. Check SMTP_URL.`);
    case "EENVELOPE":
      return {
        ok: false,
        problem: `The mail server took none of the addresses${answer}. Check them, and whether it may send as MAIL_FROM.`,
        permanent: responseCode !== null && responseCode >= 500,
      };
    case "EDNS":
    case "ECONNECTION":
    case "ESOCKET":
    case "ETLS":
      return failed(`The mail server could not be reached${answer}. Check SMTP_URL: host, port and smtp or smtps.`);
    case "ETIMEDOUT":
      return failed("The mail server did not answer in time. Check SMTP_URL: host, port and smtp or smtps.");
    default:
      return failed(`The mail server did not take the message${answer}. Its own log says why.`);
  }
}

function failed(problem: string): SendResult {
  return { ok: false, problem, permanent: false };
}

function errorFacts(error: unknown): { code: string; responseCode: number | null } {
  if (typeof error !== "object" || error === null) return { code: "", responseCode: null };
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  const responseCode = "responseCode" in error && typeof error.responseCode === "number" ? error.responseCode : null;
  return { code, responseCode };
}
