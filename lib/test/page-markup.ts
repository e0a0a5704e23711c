import { type DefaultTreeAdapterMap, defaultTreeAdapter, parse } from "parse5";

type Node = DefaultTreeAdapterMap["node"];
export type Element = DefaultTreeAdapterMap["element"];

/** Every element that our pages are made of; SVG's are Icons, charts and QR codes. */
const OUR_ELEMENTS = new Set(
  `html head body title meta link script style template noscript
   a article aside b bdi br button caption code dd details div dl dt em fieldset figcaption figure footer form h1 h2 h3 h4
   header hr i img input kbd label legend li main nav ol optgroup option output p pre progress q search section select small span
   strong sub summary sup table tbody td textarea tfoot th thead time tr ul wbr
   svg g use path rect circle line polyline polygon text title defs symbol clipPath linearGradient stop`.split(/\s+/),
);
/** Attributes that take an address. */
const ADDRESSES = new Set(["href", "src", "action", "formaction", "poster", "data", "srcset", "xlink:href", "ping"]);
/** Our own origin, written as a path, a fragment or nothing; the pages of Meta and of Instagram that we link to. */
const OUR_ADDRESS =
  /^(?:$|[#?]|\/(?!\/)|mailto:|https:\/\/(?:www\.|developers\.|business\.)?(?:instagram|facebook)\.com(?:\/|$)|http:\/\/localhost:\d+(?:\/|$))/;
/** What Next and next-themes write into a page, each beginning. */
const OUR_SCRIPT = /^(?:\(?self\.__next_f|\(globalThis\["TURBOPACK"\]|\$R|requestAnimationFrame\(|\(\()/;

export function parsePage(page: string): DefaultTreeAdapterMap["document"] {
  return parse(page);
}

/** Every element below `node`, in the order of the page; what stands in templates, too. */
export function elementsOf(node: Node): Element[] {
  const children = "content" in node ? node.content.childNodes : "childNodes" in node ? node.childNodes : [];
  return children.flatMap((child) => [
    ...(defaultTreeAdapter.isElementNode(child) ? [child] : []),
    ...elementsOf(child),
  ]);
}

/** The text below `node` as a reader gets it; scripts and styles are no text. */
export function textOf(node: Node): string {
  if (defaultTreeAdapter.isTextNode(node)) return node.value;
  if ("tagName" in node && (node.tagName === "script" || node.tagName === "style")) return "";
  const children = "content" in node ? node.content.childNodes : "childNodes" in node ? node.childNodes : [];
  return children.map(textOf).join("");
}

export function attribute({ attrs }: Element, name: string): string | null {
  return attrs.find((one) => one.name === name)?.value ?? null;
}

/**
 * Everything in a page that we did not write: an element or a handler of another's, an address that leads elsewhere, a
 * script that does not begin as ours do or whose data have broken out of their quotes. Empty where all is escaped.
 */
export function foreignMarkup(page: string | Node): string[] {
  return elementsOf(typeof page === "string" ? parsePage(page) : page).flatMap((element) => [
    ...(OUR_ELEMENTS.has(element.tagName) ? [] : [`<${element.tagName}>`]),
    ...element.attrs.flatMap(({ name, value }) => foreignAttribute(element.tagName, name, value)),
    ...(element.tagName === "script" ? foreignScript(element) : []),
  ]);
}

function foreignAttribute(tagName: string, name: string, value: string): string[] {
  const found = `<${tagName} ${name}="${value.slice(0, 60)}">`;
  if (/^on|^srcdoc$|[^a-zA-Z:-]/.test(name)) return [found];
  if (name === "http-equiv" && tagName === "meta") return [found];
  return ADDRESSES.has(name) && !OUR_ADDRESS.test(value) ? [found] : [];
}

function foreignScript(script: Element): string[] {
  const code = script.childNodes.map((child) => (defaultTreeAdapter.isTextNode(child) ? child.value : "")).join("");
  if (attribute(script, "src") !== null) return [];
  const data = /^self\.__next_f\.push\((.*)\)$/s.exec(code)?.[1];
  if (data !== undefined && !isJson(data)) return [`<script>${code.slice(0, 60)}`];
  return OUR_SCRIPT.test(code) ? [] : [`<script>${code.slice(0, 60)}`];
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
