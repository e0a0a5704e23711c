import { describe, expect, test } from "vitest";
import { HOSTILE_KINDS, HOSTILE_TEXTS } from "./hostile-texts";
import { foreignMarkup, parsePage, textOf } from "./page-markup";

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escaped = (text: string) => text.replace(/[&<>"]/g, (sign) => ENTITIES[sign] ?? sign);
const page = (text: string, value = "") =>
  `<!DOCTYPE html><html><head><title>x</title></head><body><p>${text}</p><input value="${value}"></body></html>`;

describe("the corpus", () => {
  test("holds at least 500 texts, each once", () => {
    expect(HOSTILE_TEXTS.length).toBeGreaterThanOrEqual(500);
    expect(new Set(HOSTILE_TEXTS).size).toBe(HOSTILE_TEXTS.length);
  });
});

describe("foreign markup", () => {
  test("is not found where a page escapes what it shows", () => {
    for (const text of HOSTILE_TEXTS) expect(foreignMarkup(page(escaped(text), escaped(text))), text).toEqual([]);
  });

  test.each([
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<iframe src=//evil.example>",
    '<a href="javascript:alert(1)">press</a>',
    "<form action=//evil.example><button>Sign in</button></form>",
    '<base href="//evil.example/">',
    '<meta http-equiv="refresh" content="0;url=//evil.example">',
    "<template><script>alert(1)</script></template>",
  ])("is found in a page that does not: %s", (text) => {
    expect(foreignMarkup(page(text))).not.toEqual([]);
  });

  test.each(HOSTILE_KINDS.attributes.filter((text) => /"(?!\/)/.test(text)))("is found in an attribute: %s", (text) => {
    expect(foreignMarkup(page("", text))).not.toEqual([]);
  });

  test("is found where data break out of a script of ours", () => {
    const script = (data: string) => page(`<script>self.__next_f.push([1,"${data}"])</script>`);
    expect(foreignMarkup(script("fine"))).toEqual([]);
    expect(foreignMarkup(script('"]);alert(1);self.__next_f.push([1,"'))).not.toEqual([]);
    expect(foreignMarkup(script("</script><script>alert(1)"))).not.toEqual([]);
  });

  test("leaves the text as a reader gets it", () => {
    expect(textOf(parsePage(page(escaped("<b>&amp;"))))).toContain("<b>&amp;");
  });
});
