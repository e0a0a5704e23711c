import { describe, expect, test } from "vitest";
import { bodyLimit, bodyProblem } from "./request-body";

const FORM = "multipart/form-data; boundary=----limit0001";

function streamed(chunks: number[]): { body: ReadableStream<Uint8Array>; made: () => number } {
  let made = 0;
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const size = chunks[made];
        if (size === undefined) return controller.close();
        made += 1;
        controller.enqueue(new Uint8Array(size));
      },
    },
    { highWaterMark: 0 },
  );
  return { body, made: () => made };
}

function problemOf(text: string, headers: Record<string, string>): ReturnType<typeof bodyProblem> {
  const { body } = new Response(text);
  return bodyProblem({ headers: new Headers({ "content-length": String(text.length), ...headers }), body }, 1_000);
}

function field(name: string, value = ""): string {
  return `------limit0001\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
}

test.each<[string, number]>([
  ["/accounts/import", 3 * 1024 * 1024],
  ["/accounts", 256 * 1024],
  ["/accounts/import/x", 256 * 1024],
  ["/api/auth/callback/credentials", 64 * 1024],
  ["/api/instagram/deauthorize", 16 * 1024],
  ["/api/cron/renew", 64 * 1024],
])("%s takes %i bytes", (path, bytes) => {
  expect(bodyLimit(path)).toBe(bytes);
});

describe("the size", () => {
  test.each<[string, "too_large" | null]>([
    ["100", null],
    ["101", "too_large"],
    ["0", null],
    ["nonsense", "too_large"],
    ["-1", null],
  ])("of %j, as the sender says", async (said, expected) => {
    expect(await bodyProblem({ headers: new Headers({ "content-length": said }), body: null }, 100)).toBe(expected);
  });

  test("is counted where the sender does not say it, and only as far as the limit", async () => {
    const headers = new Headers();
    expect(await bodyProblem({ headers, body: null }, 100)).toBeNull();
    expect(await bodyProblem({ headers, body: streamed([50, 50]).body }, 100)).toBeNull();
    const endless = streamed(Array.from({ length: 1_000 }, () => 60));
    expect(await bodyProblem({ headers, body: endless.body }, 100)).toBe("too_large");
    expect(endless.made()).toBe(2);
  });

  test("is not looked at where nothing depends on it", async () => {
    const unread = streamed([10]);
    expect(await bodyProblem({ headers: new Headers({ "content-length": "10" }), body: unread.body }, 100)).toBeNull();
    expect(unread.made()).toBe(0);
  });
});

describe("a form", () => {
  test.each([
    ["with a field", `${field("a", "1")}------limit0001--\r\n`],
    ["without a line end behind it", `${field("a", "1")}${field("ä", "日本")}------limit0001--`],
    [
      "with a file",
      `------limit0001\r\ncontent-disposition: form-data; name="f"; filename="a.csv"\r\ncontent-type: text/csv\r\n\r\na,b\r\n------limit0001--\r\n`,
    ],
    ["of a page without scripts", `${field("$ACTION_1:1", '[{"tone":"bad"}]')}------limit0001--\r\n`],
    [
      "of a page without scripts, whole",
      `${field("$ACTION_REF_1")}${field("$ACTION_1:0", '{"id":"60a3","bound":"$@1"}')}${field("$ACTION_1:1", "[null]")}------limit0001--\r\n`,
    ],
    ["with a field that no script has filled", `${field("$ACTION_ID_x")}------limit0001--\r\n`],
  ])("%s is one", async (_what, text) => {
    expect(await problemOf(text, { "content-type": FORM })).toBeNull();
  });

  test.each([
    ["without a boundary", `${field("a")}------limit0001--`, "multipart/form-data"],
    ["of another boundary", `${field("a")}------limit0001--`, "multipart/form-data; boundary=----other0001"],
    ["without an end", field("a"), FORM],
    ["that is none", "hello", FORM],
    ["that is empty", "", FORM],
    ["with more before it than the last press came to", `${field("$ACTION_1:1", "[1,2]")}------limit0001--`, FORM],
    ["that names an action without its arguments", `${field("$ACTION_REF_1")}------limit0001--`, FORM],
    [
      "that names an action with half of its arguments",
      `${field("$ACTION_REF_1")}${field("$ACTION_1:0", '{"id":"60a3","bound":"$@1"}')}------limit0001--`,
      FORM,
    ],
    [
      "that names an action in a way that React does not",
      `${field("$ACTION_REF_1")}${field("$ACTION_1:0", '{"id":"\u0001"}')}${field("$ACTION_1:1", "[null]")}------limit0001--`,
      FORM,
    ],
    ["with a control character in a name", `${field("a\u0001b")}------limit0001--`, FORM],
    ["with nothing readable before it", `${field("$ACTION_1:1", "[")}------limit0001--`, FORM],
    [
      "with a field without a name",
      "------limit0001\r\ncontent-disposition: form-data\r\n\r\nx\r\n------limit0001--\r\n",
      FORM,
    ],
  ])("%s is none", async (_what, text, type) => {
    expect(await problemOf(text, { "content-type": type })).toBe("malformed");
  });
});

describe("a call of a server action", () => {
  const call = { "next-action": "40".padEnd(42, "a") };
  const text = { ...call, "content-type": "text/plain;charset=UTF-8" };
  const form = { ...call, "content-type": FORM };

  test("holds a form, and nothing before it", async () => {
    expect(await problemOf(`${field("1_a", "x")}${field("0", '[null,"$K1"]')}------limit0001--\r\n`, form)).toBeNull();
  });

  test.each([
    ["{", text],
    ["", text],
    ["[]", text],
    ["null", text],
    ['[null,"$K1"]', text],
    ...['["$K1"]', '[null,"x"]', '["$F1","$K1"]', '[null,"$K1","$L1"]', '[null,"$K1x"]'].map(
      (call): [string, Record<string, string>] => [`${field("0", call)}------limit0001--\r\n`, form],
    ),
    [`${field("1", "[]")}------limit0001--\r\n`, form],
    [`${field("0", "[")}------limit0001--\r\n`, form],
  ])("%j holds none", async (body, headers) => {
    expect(await problemOf(body, headers)).toBe("malformed");
  });
});
