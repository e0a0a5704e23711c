import "server-only";
import { plainLine } from "@/lib/domain/plain-line";
import { redactText } from "@/lib/redact";
import type { OutgoingAnswer } from "./outgoing-request";

export type SendResult =
  /** `note`: it went out, but not to everybody. */
  | { ok: true; note?: string }
  | {
      ok: false;
      /** A sentence with the next step; holds no secret. */
      problem: string;
      /** Trying again would change nothing. */
      permanent: boolean;
    };

/** Who is at the other end, and which statuses mean that the address has been taken away for good. */
export interface Receiver {
  name: string;
  goneStatuses: readonly number[];
  /** The service's own short words help; a receiver of one's own has its own log. */
  quote: boolean;
}

/** What an answer means for the delivery. Everything but a 2xx is tried again, unless the address is gone or refused. */
export function judgeAnswer(answer: OutgoingAnswer, url: string, receiver: Receiver): SendResult {
  if (answer.ok) return judgeStatus(answer, url, receiver);
  switch (answer.reason) {
    case "not_http":
      return failed("The address is no http(s) address. Edit the channel and write it again.", true);
    case "address_refused":
      return failed(
        "The address leads into a private network, which this server does not send to. Use a public address, or set ALLOW_PRIVATE_WEBHOOKS=true if that is what you want.",
        true,
      );
    case "timed_out":
      return failed(`${receiver.name} did not answer in time. Check that the address can be reached from here.`, false);
    case "unreachable": {
      const code = answer.code === "" ? "" : ` (${answer.code})`;
      return failed(
        `${receiver.name} could not be reached${code}. Check the address, its name and certificate.`,
        false,
      );
    }
  }
}

function judgeStatus(answer: { status: number; body: string }, url: string, receiver: Receiver): SendResult {
  const { status } = answer;
  if (status >= 200 && status < 300) return { ok: true };
  const words = receiver.quote ? answerWords(answer.body, url) : "";
  const said = `${receiver.name} answered ${status}${words === "" ? "" : `: “${words}”`}.`;
  if (receiver.goneStatuses.includes(status)) {
    return failed(`${said} The address is gone: make a new one there, edit the channel and resend.`, true);
  }
  if (status >= 300 && status < 400) {
    return failed(`${said} Redirects are not followed: edit the channel and write the final address.`, false);
  }
  if (status === 429) return failed(`${said} It wants fewer messages; this one is tried again later.`, false);
  if (status >= 500) return failed(`${said} The fault is on its side; this message is tried again.`, false);
  return failed(`${said} Check that the address is complete and accepts notices.`, false);
}

function failed(problem: string, permanent: boolean): SendResult {
  return { ok: false, problem, permanent };
}

/** Short words of a service's answer, unless they repeat a part of the address, which is a secret. */
function answerWords(body: string, url: string): string {
  const words = plainLine(redactText(messageIn(body)));
  const parts = new URL(url).pathname.split("/").filter((part) => part.length >= 6);
  return parts.some((part) => words.includes(part)) || words.includes("/") ? "" : words;
}

function messageIn(body: string): string {
  if (/^[\w .,-]{1,80}$/.test(body.trim())) return body;
  try {
    const parsed: unknown = JSON.parse(body);
    const inner = typeof parsed === "object" && parsed !== null && "error" in parsed ? parsed.error : parsed;
    if (typeof inner !== "object" || inner === null || !("message" in inner)) return "";
    return typeof inner.message === "string" ? inner.message : "";
  } catch {
    return "";
  }
}
