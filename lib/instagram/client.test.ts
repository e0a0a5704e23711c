import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createInstagramClient, type InstagramClient, type InstagramClientOptions, instagramHosts } from "./client";
import type { Judged } from "./responses";
import { createTransport } from "./transport";

interface Call {
  method: string;
  url: URL;
  body: string;
  contentType: string | undefined;
}

const TOKEN = `IGAA${"k".repeat(160)}ZD`;
const LONG_LIVED = `{"access_token":"${TOKEN}","token_type":"bearer","expires_in":5183944}`;
/** Milliseconds. Long enough for a busy machine; short where nothing is to come. */
const TIME_LIMIT = 5_000;
const SHORT_LIMIT = 60;

let server: Server;
let origin: string;
let calls: Call[] = [];
let answers: ((response: ServerResponse) => void)[] = [];

const say =
  (text: string, status = 200) =>
  (response: ServerResponse) => {
    response.writeHead(status, { "content-type": "text/javascript" }).end(text);
  };

/** A server of our own on the other end of the wire; it answers what the test puts into `answers`, in order. */
beforeAll(async () => {
  server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += String(chunk);
    });
    request.on("end", () => {
      const url = new URL(request.url ?? "", origin);
      calls.push({ method: request.method ?? "", url, body, contentType: request.headers["content-type"] });
      answers.shift()?.(response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  calls = [];
  answers = [];
});

function client(change: Partial<InstagramClientOptions> = {}) {
  return createInstagramClient({
    hosts: instagramHosts(origin),
    credentials: { clientId: "990602627938098", clientSecret: "the secret &=" },
    graphVersion: "v25.0",
    transport: createTransport(),
    ...change,
    timeLimit: change.timeLimit ?? TIME_LIMIT,
  });
}

describe("what is sent", () => {
  test("a code goes into the form of a POST, without the fragment of the address bar", async () => {
    answers = [say(`{"access_token":"${TOKEN}"}`)];
    await client().exchangeCode("AQB-code#_", "https://perennial.example.com/api/auth/callback/instagram");
    const [call] = calls;
    expect(call).toMatchObject({
      method: "POST",
      contentType: expect.stringMatching(/^application\/x-www-form-urlencoded/),
    });
    expect(call?.url.href).toBe(`${origin}/oauth/access_token`);
    expect(Object.fromEntries(new URLSearchParams(call?.body))).toEqual({
      client_id: "990602627938098",
      client_secret: "the secret &=",
      grant_type: "authorization_code",
      redirect_uri: "https://perennial.example.com/api/auth/callback/instagram",
      code: "AQB-code",
    });
  });

  test.each([
    ["AQB#_x", "AQB#_x"],
    ["AQB_", "AQB_"],
    ["AQB#_#_", "AQB#_"],
  ])("of the code %s goes %s", async (code, sent) => {
    answers = [say(`{"access_token":"${TOKEN}"}`)];
    await client().exchangeCode(code, "https://x");
    expect(new URLSearchParams(calls[0]?.body).get("code")).toBe(sent);
  });

  test("the exchange goes to the path without a version, with the secret", async () => {
    answers = [say(LONG_LIVED)];
    expect(await client().exchangeForLongLived("short")).toMatchObject({ ok: true, value: { token: TOKEN } });
    expect(calls[0]).toMatchObject({ method: "GET", body: "" });
    expect(calls[0]?.url.pathname).toBe("/access_token");
    expect(Object.fromEntries(calls[0]?.url.searchParams ?? [])).toEqual({
      grant_type: "ig_exchange_token",
      client_secret: "the secret &=",
      access_token: "short",
    });
  });

  test("a refresh goes to the path without a version, without id or secret", async () => {
    answers = [say(LONG_LIVED)];
    expect(await client().refresh("long")).toMatchObject({ ok: true, value: { expiresIn: 5_183_944_000 } });
    expect(calls[0]).toMatchObject({ method: "GET", body: "" });
    expect(calls[0]?.url.pathname).toBe("/refresh_access_token");
    expect(Object.fromEntries(calls[0]?.url.searchParams ?? [])).toEqual({
      grant_type: "ig_refresh_token",
      access_token: "long",
    });
  });

  test("the profile is read with its version", async () => {
    answers = [say('{"id":"1","user_id":"2","username":"north"}')];
    expect(await client({ graphVersion: "v26.0" }).readProfile("long")).toMatchObject({ ok: true });
    expect(calls[0]?.url.pathname).toBe("/v26.0/me");
    expect(Object.fromEntries(calls[0]?.url.searchParams ?? [])).toEqual({
      fields: "user_id,username,name,account_type,followers_count,profile_picture_url",
      access_token: "long",
    });
  });
});

describe("a profile that is refused with code 100", () => {
  const refused = say('{"error":{"message":"Unsupported request - method type: get","code":100}}', 400);

  test("is asked for once more, with fewer fields", async () => {
    answers = [refused, say('{"id":"1","username":"north"}')];
    expect(await client().readProfile("long")).toMatchObject({ ok: true, value: { userId: null, appScopedId: "1" } });
    expect(calls.map(({ url }) => url.searchParams.get("fields"))).toEqual([
      "user_id,username,name,account_type,followers_count,profile_picture_url",
      "id,username",
    ]);
  });

  test("keeps its first reason when the second try fails otherwise", async () => {
    answers = [refused, say("", 502)];
    expect(await client().readProfile("long")).toMatchObject({
      ok: false,
      failure: { reason: "not_eligible", code: 100 },
    });
    expect(calls).toHaveLength(2);
  });

  test("is not asked for again after any other code", async () => {
    answers = [say('{"error":{"message":"Session has expired","code":190}}', 400)];
    expect(await client().readProfile("long")).toMatchObject({ ok: false, failure: { reason: "expired" } });
    expect(calls).toHaveLength(1);
  });
});

describe("a call that goes wrong is a transient failure, and is not repeated", () => {
  const CALLS: Record<Exclude<keyof InstagramClient, "takeUsage">, (timeLimit?: number) => Promise<Judged<unknown>>> = {
    exchangeCode: (timeLimit) => client({ timeLimit }).exchangeCode("code", "https://x"),
    exchangeForLongLived: (timeLimit) => client({ timeLimit }).exchangeForLongLived("short"),
    refresh: (timeLimit) => client({ timeLimit }).refresh("long"),
    readProfile: (timeLimit) => client({ timeLimit }).readProfile("long"),
  };
  const names = Object.keys(CALLS) as (keyof typeof CALLS)[];
  const noAnswer = { code: null, subcode: null, status: null, message: "", retryAfter: null };

  test.each(names)("%s: the connection is reset", async (name) => {
    answers = [(response) => response.destroy()];
    expect(await CALLS[name]()).toEqual({ ok: false, failure: { kind: "transient", reason: "network", ...noAnswer } });
    expect(calls).toHaveLength(1);
  });

  test.each(names)("%s: nothing comes", async (name) => {
    answers = [() => undefined];
    expect(await CALLS[name](SHORT_LIMIT)).toEqual({
      ok: false,
      failure: { kind: "transient", reason: "timed_out", ...noAnswer },
    });
    expect(calls).toHaveLength(1);
  });

  test("the answer stops in its middle", async () => {
    answers = [(response) => response.writeHead(200).write('{"access_token":')];
    expect(await CALLS.refresh(SHORT_LIMIT)).toMatchObject({
      ok: false,
      failure: { kind: "transient", reason: "timed_out" },
    });
  });

  test("the connection breaks in the middle of the answer", async () => {
    answers = [
      (response) => {
        response.writeHead(200, { "content-length": "500" });
        response.write('{"access_token":', () => response.destroy());
      },
    ];
    expect(await CALLS.refresh()).toMatchObject({ ok: false, failure: { kind: "transient", reason: "network" } });
  });

  test("the server does not exist", async () => {
    const failing = client({ hosts: instagramHosts("http://127.0.0.1:1") });
    expect(await failing.refresh("long")).toMatchObject({
      ok: false,
      failure: { kind: "transient", reason: "network" },
    });
  });

  test("a redirect is not followed: the token would go with it", async () => {
    answers = [(response) => response.writeHead(302, { location: `${origin}/login` }).end(), say(LONG_LIVED)];
    expect(await CALLS.refresh()).toMatchObject({
      ok: false,
      failure: { kind: "transient", reason: "unreadable_answer", status: 302 },
    });
    expect(calls).toHaveLength(1);
  });

  test("an answer without end is cut and makes no sense", async () => {
    answers = [
      (response) => {
        response.writeHead(200);
        const pour = () => {
          while (!response.destroyed && response.write(`${"x".repeat(64 * 1024)}`)) {}
          if (!response.destroyed) response.once("drain", pour);
        };
        pour();
      },
    ];
    expect(await client().refresh("long")).toMatchObject({
      ok: false,
      failure: { kind: "transient", reason: "unreadable_answer", message: "" },
    });
  });
});

test("an answer in small pieces, cut within a character, is put together", async () => {
  const bytes = Buffer.from('{"id":"1","user_id":"2","username":"north","name":"Café ☃ 😀"}');
  answers = [
    (response) => {
      response.writeHead(200);
      const next = (at: number): void => {
        if (at >= bytes.length) response.end();
        else response.write(bytes.subarray(at, at + 1), () => setImmediate(() => next(at + 1)));
      };
      next(0);
    },
  ];
  expect(await client().readProfile("long")).toMatchObject({
    ok: true,
    value: { name: "Café ☃ 😀" },
  });
});

test("without credentials the calls that need none still work", async () => {
  answers = [say(LONG_LIVED)];
  expect(await client({ credentials: null }).refresh("long")).toMatchObject({ ok: true });
});
