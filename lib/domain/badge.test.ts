import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { NOW, tokenFacts } from "@/lib/test/facts";
import { utf16Text } from "@/lib/test/utf16-text";
import type { TokenFacts } from "./account-facts";
import { BADGE_COLOURS, BADGE_LABEL_COLOUR, type BadgeMessage, badgeMessage, badgeSvg, xmlText } from "./badge";
import { DAY, HOUR, MINUTE, after as plus } from "./durations";
import { EXPIRING_SOON } from "./token-status";

describe("the words", () => {
  test.each<[Partial<TokenFacts>, BadgeMessage]>([
    [{ expiresAt: plus(NOW, 41 * DAY + HOUR) }, { text: "41 days", tone: "good" }],
    [
      { expiresAt: plus(NOW, 41 * DAY), expiryAssumed: true },
      { text: "about 41 days", tone: "good" },
    ],
    [{ expiresAt: plus(NOW, EXPIRING_SOON + 1) }, { text: "14 days", tone: "good" }],
    [{ expiresAt: plus(NOW, EXPIRING_SOON) }, { text: "14 days, expiring soon", tone: "soon" }],
    [{ expiresAt: plus(NOW, DAY) }, { text: "1 day, expiring soon", tone: "soon" }],
    [{ expiresAt: plus(NOW, DAY - 1) }, { text: "23 hours, expiring soon", tone: "soon" }],
    [{ expiresAt: plus(NOW, 3 * MINUTE) }, { text: "3 minutes, expiring soon", tone: "soon" }],
    [{ expiresAt: plus(NOW, 1) }, { text: "1 minute, expiring soon", tone: "soon" }],
    [{ expiresAt: NOW }, { text: "expired", tone: "bad" }],
    [{ expiresAt: plus(NOW, -90 * DAY) }, { text: "expired", tone: "bad" }],
    [{ verdict: "dead" }, { text: "reconnect needed", tone: "bad" }],
    [{ verdict: "action_needed" }, { text: "action needed", tone: "act" }],
    [{ verdict: "permission" }, { text: "permission problem", tone: "bad" }],
    [
      { disconnectedAt: NOW, verdict: "dead" },
      { text: "disconnected", tone: "none" },
    ],
  ])("for %o are %o", (facts, message) => {
    expect(badgeMessage(tokenFacts(facts), NOW)).toEqual(message);
  });

  test("differ wherever the colours do", () => {
    const texts = [
      {},
      { verdict: "dead" as const },
      { verdict: "action_needed" as const },
      { expiresAt: plus(NOW, DAY) },
    ];
    const said = texts.map((facts) => badgeMessage(tokenFacts(facts), NOW).text.replace(/\d+/, ""));
    expect(new Set(said).size).toBe(texts.length);
  });
});

describe("the picture", () => {
  test("says the same to eyes and to screen readers", () => {
    const svg = badgeSvg("instagram token", { text: "41 days", tone: "good" });
    expect(svg).toContain("<title>instagram token: 41 days</title>");
    expect(svg).toContain('role="img" aria-label="instagram token: 41 days"');
    expect(svg.match(/<text [^>]*>([^<]*)<\/text>/g)).toHaveLength(2);
    expect(svg).toContain(BADGE_COLOURS.good);
    expect(svg).not.toMatch(/<script|on\w+=|href/);
  });

  test.each(Object.entries({ ...BADGE_COLOURS, label: BADGE_LABEL_COLOUR }))(
    "has white text that reads well on %s",
    (_name, colour) => {
      expect(contrastWithWhite(colour)).toBeGreaterThanOrEqual(4.5);
    },
  );

  test.each([
    ["<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"],
    ['" onload="x', "&quot; onload=&quot;x"],
    ["a & b's", "a &amp; b&apos;s"],
    ["]]>", "]]&gt;"],
    ["one\r\ntwo", "one two"],
    ["\u202eevil", "evil"],
    ["nul\0 and \u0007 \ud800", "nul\ufffd and \ufffd \ufffd"],
    ["😀 مرحبا", "😀 مرحبا"],
  ])("takes “%s” as text", (text, escaped) => {
    expect(xmlText(text)).toBe(escaped);
    expect(badgeSvg(text, { text, tone: "bad" })).toContain(`<title>${escaped}: ${escaped}</title>`);
  });

  test("keeps its shape whatever the texts are", () => {
    const skeleton = (svg: string) => svg.replace(/(["'>])[^"'<>]*(?=["'<])/g, "$1");
    const plain = skeleton(badgeSvg("a", { text: "b", tone: "good" }));
    fc.assert(
      fc.property(fc.oneof(utf16Text(), fc.string({ unit: "grapheme" })), utf16Text(), (label, text) => {
        const svg = badgeSvg(label, { text, tone: "good" });
        expect(skeleton(svg)).toBe(plain);
        expect(svg).not.toMatch(/&(?!(?:amp|lt|gt|quot|apos);)/);
        expect(svg.isWellFormed()).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

/** WCAG 2's ratio. */
function contrastWithWhite(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const part = Number.parseInt(colour.slice(start, start + 2), 16) / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05);
}
