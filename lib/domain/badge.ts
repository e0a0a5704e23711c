import type { TokenFacts } from "./account-facts";
import { lengthText } from "./date-text";
import { elapsed } from "./durations";
import { tokenStatus } from "./token-status";

/** White reads on each of them with 4.5 : 1 or more; the words say the same without any colour. */
export const BADGE_COLOURS = {
  good: "#1f7a4d",
  soon: "#8a580a",
  bad: "#b3261e",
  act: "#3d4db3",
  none: "#5f5a52",
} as const;
export const BADGE_LABEL_COLOUR = "#3d3934";
export const BADGE_LABEL = "instagram token";

export interface BadgeMessage {
  text: string;
  tone: keyof typeof BADGE_COLOURS;
}

/** What the badge says of an account. The account itself is not named. */
export function badgeMessage(
  facts: Pick<TokenFacts, "verdict" | "expiresAt" | "expiryAssumed" | "disconnectedAt">,
  now: Date,
): BadgeMessage {
  if (facts.disconnectedAt !== null) return { text: "disconnected", tone: "none" };
  const left = `${facts.expiryAssumed ? "about " : ""}${lengthText(elapsed(now, facts.expiresAt))}`;
  switch (tokenStatus(facts, now)) {
    case "reconnect_needed":
      return { text: "reconnect needed", tone: "bad" };
    case "expired":
      return { text: "expired", tone: "bad" };
    case "action_needed":
      return { text: "action needed", tone: "act" };
    case "permission_problem":
      return { text: "permission problem", tone: "bad" };
    case "expiring_soon":
      return { text: `${left}, expiring soon`, tone: "soon" };
    case "active":
      return { text: left, tone: "good" };
  }
}

const HEIGHT = 20;
const PADDING = 6;
/** Pixels. A fair guess for 11 px Verdana; `textLength` makes the text keep to it in every font. */
const CHARACTER_WIDTH = 6.6;

/** A flat badge of two fields. Both texts may be anything. */
export function badgeSvg(label: string, { text, tone }: BadgeMessage): string {
  const [left, right] = [fieldOf(label), fieldOf(text)];
  const total = left.width + right.width;
  const title = xmlText(`${label}: ${text}`);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${total}" height="${HEIGHT}" role="img" aria-label="${title}">
<title>${title}</title>
<clipPath id="r"><rect width="${total}" height="${HEIGHT}" rx="3"/></clipPath>
<g clip-path="url(#r)"><rect width="${left.width}" height="${HEIGHT}" fill="${BADGE_LABEL_COLOUR}"/><rect x="${left.width}" width="${right.width}" height="${HEIGHT}" fill="${BADGE_COLOURS[tone]}"/></g>
<g fill="#fff" font-family="Verdana,Geneva,DejaVu Sans,sans-serif" font-size="11" aria-hidden="true">${drawn(label, left, 0)}${drawn(text, right, left.width)}</g>
</svg>
`;
}

interface BadgeField {
  textWidth: number;
  width: number;
}

function fieldOf(text: string): BadgeField {
  const textWidth = Math.round([...text].length * CHARACTER_WIDTH);
  return { textWidth, width: textWidth + 2 * PADDING };
}

function drawn(text: string, { textWidth }: BadgeField, from: number): string {
  return `<text x="${from + PADDING}" y="14" textLength="${textWidth}">${xmlText(text)}</text>`;
}

/** Outside of what XML 1.0 calls a character; no escape makes them one. */
const NO_XML_CHARACTER = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;
const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;" };

/** `text` for an element or an attribute. Direction marks cannot turn what stands beside it around. */
export function xmlText(text: string): string {
  return text
    .toWellFormed()
    .replace(NO_XML_CHARACTER, "\ufffd")
    .replace(/[\u202a-\u202e\u2066-\u2069]/g, "")
    .replace(/\s+/g, " ")
    .replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
}
