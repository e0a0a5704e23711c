import type { ChannelKind } from "./notice";

const MOST_ADDRESSES = 20;
const LONGEST_ADDRESS = 254;
const LONGEST_URL = 2_000;
/** Plain addresses only: no display names, no quoted parts, a host with a dot. */
const ADDRESS = /^[^\s@<>()[\]\\,;:"\p{Cc}]{1,64}@(?:[^\s@.<>()[\]\\,;:"\p{Cc}]+\.)+[^\s@.<>()[\]\\,;:"\p{Cc}]+$/u;

/** Where a channel sends to; `hint` is all that a person sees of it later. */
export type TargetResult = { ok: true; target: string; hint: string } | { ok: false; problem: string };

/** Reads what was typed as a channel's target, by its kind. Whether a host may be reached is decided when sending. */
export function parseTarget(kind: ChannelKind, text: string): TargetResult {
  return kind === "email" ? parseAddresses(text) : parseUrl(kind, text.trim());
}

/** The addresses of a target that {@link parseTarget} made. */
export function addressesOf(target: string): string[] {
  return target.split(",");
}

function parseAddresses(text: string): TargetResult {
  const addresses = [...new Set(text.split(/[\s,;]+/).filter((part) => part !== ""))];
  const [first] = addresses;
  if (first === undefined) return refused("Write at least one e-mail address.");
  if (addresses.length > MOST_ADDRESSES) {
    return refused(`A channel takes up to ${MOST_ADDRESSES} addresses. Use a mailing list, or a second channel.`);
  }
  const wrong = addresses.find((address) => address.length > LONGEST_ADDRESS || !ADDRESS.test(address));
  if (wrong !== undefined) {
    return refused(`“${wrong.slice(0, 60)}” is no e-mail address. Write it as name@example.com.`);
  }
  const hint = addresses.length === 1 ? first : `${first} and ${addresses.length - 1} more`;
  return { ok: true, target: addresses.join(","), hint };
}

const URL_HELP: Record<Exclude<ChannelKind, "email">, string> = {
  webhook: "Write the whole address, such as https://example.com/hooks/perennial.",
  slack: "Copy it from Slack › your app › Incoming Webhooks; it begins with https://hooks.slack.com/services/.",
  discord: "Copy it from Discord › channel settings › Integrations › Webhooks.",
  teams: "Copy it from Teams › Workflows › “Post to a channel when a webhook request is received”.",
};

function parseUrl(kind: Exclude<ChannelKind, "email">, text: string): TargetResult {
  const url = text.length <= LONGEST_URL && URL.canParse(text) ? new URL(text) : null;
  if (url === null || (url.protocol !== "https:" && url.protocol !== "http:")) {
    return refused(`This is no http(s) address. ${URL_HELP[kind]}`);
  }
  if (url.username !== "" || url.password !== "") {
    return refused(
      "The address must not hold a user name or password. Put a secret into its path, or check signatures.",
    );
  }
  url.hash = "";
  return { ok: true, target: url.href, hint: url.host };
}

function refused(problem: string): TargetResult {
  return { ok: false, problem };
}
