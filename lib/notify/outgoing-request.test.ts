import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type HttpReceiver, startHttpReceiver } from "@/lib/test/http-receiver";
import { LARGEST_ANSWER, postOutgoing } from "./outgoing-request";

const REQUEST = { headers: { "content-type": "application/json" }, body: '{"ä":1}' };
const OPEN = { allowPrivateAddresses: true, timeLimit: 2_000 };
const CLOSED = { allowPrivateAddresses: false, timeLimit: 2_000 };

let receiver: HttpReceiver;
beforeEach(async () => {
  receiver = await startHttpReceiver();
});
afterEach(() => receiver.close());

describe("what is refused", () => {
  it.each([
    "127.0.0.1",
    "127.1.2.3",
    "10.0.0.8",
    "172.16.0.1",
    "192.168.1.1",
    "100.64.0.1",
    "169.254.169.254",
    "0.0.0.0",
    "255.255.255.255",
    "224.0.0.1",
    "2130706433",
    "0x7f000001",
    "0x7f.1",
    "017700000001",
    "0177.0.0.1",
    "127.1",
    "0",
    "%31%32%37.0.0.1",
    "１２７.0.0.1",
    "[::1]",
    "[::]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::127.0.0.1]",
    "[64:ff9b::127.0.0.1]",
    "[2002:7f00:1::]",
    "[fe80::1]",
    "[fc00::1]",
    "[fd12:3456::1]",
    "[ff02::1]",
    "localhost",
    "LOCALHOST",
  ])("http://%s", async (host) => {
    const { port } = new URL(receiver.url);
    for (const protocol of ["http", "https"]) {
      const answer = await postOutgoing(`${protocol}://${host}:${port}/`, REQUEST, CLOSED);
      expect(answer).toEqual({ ok: false, reason: "address_refused", code: "" });
    }
    expect(receiver.requests).toEqual([]);
  });

  it.each(["ftp://example.com/", "file:///etc/passwd", "javascript:alert(1)", "gopher://127.0.0.1/", "nonsense", ""])(
    "%s is no http(s) address",
    async (address) => {
      expect(await postOutgoing(address, REQUEST, OPEN)).toEqual({ ok: false, reason: "not_http", code: "" });
    },
  );

  it("the unspecified address even where private ones are allowed", async () => {
    const { port } = new URL(receiver.url);
    const answer = await postOutgoing(`http://0.0.0.0:${port}/`, REQUEST, OPEN);
    expect(answer).toMatchObject({ ok: false, reason: "address_refused" });
  });
});

describe("what is sent", () => {
  it("body and headers arrive as they are", async () => {
    receiver.answer = (response) => response.writeHead(200).end("thanks");
    expect(await postOutgoing(`${receiver.url}/a?b=c`, REQUEST, OPEN)).toEqual({
      ok: true,
      status: 200,
      body: "thanks",
    });
    expect(receiver.requests).toMatchObject([
      {
        path: "/a?b=c",
        body: REQUEST.body,
        headers: { "content-type": "application/json", "user-agent": "Perennial" },
      },
    ]);
  });

  it.each([301, 302, 303, 307, 308])("a redirect (%i) is an answer and is not followed", async (status) => {
    const other = await startHttpReceiver();
    receiver.answer = (response) => response.writeHead(status, { location: other.url }).end();
    expect(await postOutgoing(receiver.url, REQUEST, OPEN)).toMatchObject({ ok: true, status });
    expect(other.requests).toEqual([]);
    await other.close();
  });

  it("says when nobody listens", async () => {
    const { url } = receiver;
    await receiver.close();
    expect(await postOutgoing(url, REQUEST, OPEN)).toEqual({ ok: false, reason: "unreachable", code: "ECONNREFUSED" });
    receiver = await startHttpReceiver();
  });
});

describe("limits", () => {
  it("a receiver that says nothing is left when the time is over", async () => {
    receiver.answer = () => undefined;
    const started = performance.now();
    const answer = await postOutgoing(receiver.url, REQUEST, { ...OPEN, timeLimit: 150 });
    expect(answer).toEqual({ ok: false, reason: "timed_out", code: "" });
    expect(performance.now() - started).toBeLessThan(1_500);
  });

  it("a body that drips is cut when the time is over, and the status counts", async () => {
    receiver.answer = async (response) => {
      response.writeHead(500);
      while (!response.destroyed) {
        response.write("x");
        await pause(20);
      }
    };
    const started = performance.now();
    const answer = await postOutgoing(receiver.url, REQUEST, { ...OPEN, timeLimit: 150 });
    expect(answer).toMatchObject({ ok: true, status: 500, body: expect.stringMatching(/^x+$/) });
    expect(performance.now() - started).toBeLessThan(1_500);
  });

  it("an endless body is cut at 64 kB", async () => {
    let closed = false;
    receiver.answer = (response) => {
      response.writeHead(200);
      const chunk = Buffer.alloc(16_384, "y");
      const write = (): void => {
        while (!response.destroyed && response.write(chunk));
      };
      response.on("drain", write);
      response.on("close", () => {
        closed = true;
      });
      write();
    };
    const answer = await postOutgoing(receiver.url, REQUEST, OPEN);
    expect(answer).toMatchObject({ ok: true, status: 200 });
    expect(answer.ok && answer.body.length).toBe(LARGEST_ANSWER);
    await expect.poll(() => closed).toBe(true);
  });

  it("a connection that breaks after the status has been answered", async () => {
    receiver.answer = (response) => {
      response.writeHead(200, { "content-length": "100" });
      response.write("half");
      setTimeout(() => response.destroy(), 20);
    };
    expect(await postOutgoing(receiver.url, REQUEST, OPEN)).toEqual({ ok: true, status: 200, body: "half" });
  });

  it("a connection that breaks before has not", async () => {
    receiver.answer = (response) => response.destroy();
    expect(await postOutgoing(receiver.url, REQUEST, OPEN)).toMatchObject({ ok: false, reason: "unreachable" });
  });
});
