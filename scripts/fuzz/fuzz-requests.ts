import type { FuzzAction, FuzzEntry } from "./entries";
import type { FuzzRandom } from "./fuzz-random";
import type { RawRequest } from "./send-raw";

export type Who = "nobody" | "viewer" | "manager";

/** What requests are made of. */
export interface Material {
  entries: readonly FuzzEntry[];
  actions: readonly FuzzAction[];
  fieldNames: readonly string[];
  /** Ids, e-mail addresses and words that stand in the database. */
  known: readonly string[];
  baseUrl: string;
  cookieName: string;
}

export interface FuzzRequest extends RawRequest {
  who: Who;
  /** Less of it is sent than it announces: no answer is owed. */
  isIncomplete: boolean;
}

const METHODS = [
  "GET",
  "GET",
  "GET",
  "POST",
  "POST",
  "POST",
  "HEAD",
  "PUT",
  "PATCH",
  "DELETE",
  "OPTIONS",
  "TRACE",
  "FOO",
];
const TYPES = [
  "application/json",
  "application/x-www-form-urlencoded",
  "multipart/form-data; boundary=x",
  "multipart/form-data",
  "text/plain;charset=UTF-8",
  "text/html",
  "application/xml",
  "application/octet-stream",
  "application/json; charset=utf-16",
  "image/svg+xml",
  "",
];
const DEEP = 2_000;
const HUGE_HEADER = 12_000;

/** One request, and what belongs to it. `cookie` is the session of `who`, or another person's that is good no more. */
export function makeRequest(random: FuzzRandom, material: Material, who: Who, cookie: string | null): FuzzRequest {
  const asAction = random.once(3) && material.actions.length > 0;
  const action = asAction ? random.of(material.actions) : null;
  const path = fillPath(random, material, action?.path ?? random.of(material.entries).path);
  const method = action === null || random.once(12) ? random.of(METHODS) : "POST";
  const hasBody = method !== "GET" && method !== "HEAD" && !random.once(6);
  const { body, type } = hasBody ? makeBody(random, material, action) : { body: null, type: null };
  const announced = body === null ? null : body.length + (random.once(25) ? random.integer(1, 500) : 0);
  const headers: [string, string][] = [
    ["Host", random.once(30) ? random.of(["evil.example", "", "localhost:1", "127.0.0.1"]) : hostOf(material)],
    ["Connection", "close"],
    // Each from another address, so that limits of one address do not end the run.
    ["X-Forwarded-For", random.once(10) ? headerText(random.text(material.known)) : randomAddress(random)],
    ...originHeaders(random, material, method),
    ...(type === null ? [] : [["Content-Type", type] as [string, string]]),
    ...(announced === null ? [] : [["Content-Length", String(announced)] as [string, string]]),
    ...(action === null ? [] : actionHeaders(random, action)),
    ...cookieHeaders(random, material, cookie),
    ...oddHeaders(random, material),
  ];
  const isIncomplete = announced !== null && announced !== body?.length;
  return { who, method, target: path + query(random, material), headers, body, isIncomplete };
}

function hostOf({ baseUrl }: Material): string {
  return new URL(baseUrl).host;
}

function randomAddress(random: FuzzRandom): string {
  return [10, random.integer(0, 255), random.integer(0, 255), random.integer(1, 254)].join(".");
}

function fillPath(random: FuzzRandom, { known }: Material, pattern: string): string {
  const filled = pattern.replace(/\[(\.\.\.)?\w+\]/g, (_, rest: string | undefined) => {
    const parts = Array.from({ length: rest === undefined ? 1 : random.integer(1, 3) }, () => random.text(known));
    return parts.map((part) => encodeURIComponent(part.toWellFormed())).join("/");
  });
  if (random.once(20)) return filled + random.of(["/", "//", "/..", "/%00", "/%2e%2e/", ";x", "%", ".json", "\\"]);
  return filled;
}

function query(random: FuzzRandom, { fieldNames, known }: Material): string {
  if (random.once(2)) return "";
  const pairs = Array.from({ length: random.integer(1, 4) }, () => {
    const value = random.text(known).toWellFormed();
    return `${random.of(fieldNames)}=${random.once(8) ? percentNoise(random) : encodeURIComponent(value)}`;
  });
  return `?${pairs.join("&")}`;
}

function percentNoise(random: FuzzRandom): string {
  return random.of(["%", "%zz", "%00", "%E0%A4", "%ff%fe", "%u0041", "+", "%0d%0aX-Injected:%201"]);
}

function originHeaders(random: FuzzRandom, { baseUrl }: Material, method: string): [string, string][] {
  if (method === "GET" && !random.once(8)) return [];
  switch (random.integer(0, 9)) {
    case 0:
      return [["Origin", "https://evil.example"]];
    case 1:
      return [["Origin", "null"]];
    case 2:
      return [];
    case 3:
      return [["Origin", "::not an origin::"]];
    default:
      return [["Origin", new URL(baseUrl).origin]];
  }
}

function actionHeaders(random: FuzzRandom, { id }: FuzzAction): [string, string][] {
  if (random.once(3)) return [];
  return [["Next-Action", random.once(10) ? random.damaged(id) : id]];
}

function cookieHeaders(random: FuzzRandom, { cookieName }: Material, cookie: string | null): [string, string][] {
  const forged = `${cookieName}=${random.of(["", "x", "eyJhbGciOiJub25lIn0..x.y.z", "a".repeat(3_000), "%00", "null"])}`;
  if (cookie === null) {
    if (random.once(2)) return [];
    return [["Cookie", forged]];
  }
  switch (random.integer(0, 14)) {
    case 0:
      return [["Cookie", random.damaged(cookie).replace(/[\r\n\0]/g, "")]];
    case 1:
      return [["Cookie", `${cookie}; ${forged}`]];
    default:
      return [["Cookie", cookie]];
  }
}

function oddHeaders(random: FuzzRandom, { known }: Material): [string, string][] {
  if (!random.once(4)) return [];
  const value = headerText(random.text(known));
  return [
    random.of<[string, string]>([
      ["User-Agent", value],
      ["Accept", value],
      ["Accept-Language", value],
      ["Authorization", `Bearer ${value}`],
      ["Authorization", `Basic ${value}`],
      ["Referer", value],
      ["X-Forwarded-Host", "evil.example"],
      ["X-Forwarded-Proto", "javascript"],
      ["X-Middleware-Subrequest", "proxy:proxy:proxy:proxy:proxy"],
      ["Next-Router-State-Tree", value],
      ["Next-Url", value],
      ["RSC", "1"],
      ["Next-Router-Prefetch", "1"],
      ["Range", "bytes=0-,-1"],
      ["If-None-Match", value],
      ["Expect", "100-continue"],
      ["X-Long", "x".repeat(HUGE_HEADER)],
      ["Sec-Fetch-Site", "cross-site"],
    ]),
  ];
}

/** A value that keeps to its line; what breaks out of one is another request. */
function headerText(text: string): string {
  return text.replace(/[\r\n\0]/g, " ").slice(0, 500);
}

function makeBody(random: FuzzRandom, material: Material, action: FuzzAction | null): { body: Buffer; type: string } {
  const fields = makeFields(random, material, action);
  const kind = random.integer(0, 9);
  const type = random.once(10) ? random.of(TYPES) : null;
  if (kind <= 3) return { body: multipart(fields), type: type ?? "multipart/form-data; boundary=x" };
  if (kind <= 5) return { body: urlencoded(fields), type: type ?? "application/x-www-form-urlencoded" };
  if (kind === 6) return { body: Buffer.from(jsonBody(random, fields)), type: type ?? "application/json" };
  if (kind === 7)
    return { body: Buffer.from(actionArguments(random, fields)), type: type ?? "text/plain;charset=UTF-8" };
  if (kind === 8)
    return { body: damagedBytes(random, multipart(fields)), type: type ?? "multipart/form-data; boundary=x" };
  return {
    body: Buffer.from(random.text(material.known), random.of(["utf8", "utf16le", "latin1"])),
    type: type ?? random.of(TYPES),
  };
}

function makeFields(
  random: FuzzRandom,
  { fieldNames, known }: Material,
  action: FuzzAction | null,
): [string, string][] {
  const own = Array.from({ length: random.integer(0, 6) }, (): [string, string] => [
    random.of(fieldNames),
    random.text(known),
  ]);
  if (action === null) return random.once(3) ? [...own, ["csrfToken", random.text(known)]] : own;
  const state = random.once(4) ? random.text(known) : "null";
  // As React sends an action's arguments, with JavaScript and without.
  return random.once(2)
    ? [
        ...own.map(([name, value]): [string, string] => [`${random.once(2) ? "1_" : "_1_"}${name}`, value]),
        ["0", `[${state},"$K1"]`],
      ]
    : [
        ...own,
        ["$ACTION_REF_1", ""],
        ["$ACTION_1:0", JSON.stringify({ id: action.id, bound: "$@1" })],
        ["$ACTION_1:1", `[${state}]`],
      ];
}

function multipart(fields: readonly (readonly [string, string])[]): Buffer {
  const parts = fields.map(([name, value]) => {
    const isFile = name.endsWith("file");
    const file = isFile ? `; filename="x.csv"\r\nContent-Type: text/csv` : "";
    return `--x\r\nContent-Disposition: form-data; name="${name}"${file}\r\n\r\n${value}\r\n`;
  });
  return Buffer.from(`${parts.join("")}--x--\r\n`);
}

function urlencoded(fields: readonly (readonly [string, string])[]): Buffer {
  return Buffer.from(new URLSearchParams(fields.map(([name, value]) => [name, value.toWellFormed()])).toString());
}

function jsonBody(random: FuzzRandom, fields: readonly (readonly [string, string])[]): string {
  switch (random.integer(0, 3)) {
    case 0:
      return "[".repeat(DEEP);
    case 1:
      return `${'{"a":'.repeat(DEEP)}1${"}".repeat(DEEP)}`;
    case 2:
      return '{"__proto__":{"role":"owner"},"constructor":{"prototype":{}}}';
    default:
      return JSON.stringify(Object.fromEntries(fields));
  }
}

function actionArguments(random: FuzzRandom, fields: readonly (readonly [string, string])[]): string {
  return random.of([
    "[]",
    '["$K1"]',
    '[null,"$K1"]',
    '["$F1"]',
    '["$@1","$Q2","$W3"]',
    '["$undefined","$NaN","$-0","$D2026","$n1","$L1"]',
    '{"id":"x","bound":null}',
    '[null,"$K1"]',
    "null",
    JSON.stringify(fields),
    "[".repeat(DEEP),
  ]);
}

function damagedBytes(random: FuzzRandom, bytes: Buffer): Buffer {
  const at = random.integer(0, bytes.length);
  if (random.once(2)) return bytes.subarray(0, at);
  const noise = Buffer.from(Array.from({ length: random.integer(1, 30) }, () => random.integer(0, 255)));
  return Buffer.concat([bytes.subarray(0, at), noise, bytes.subarray(at)]);
}
