import { expect, test } from "vitest";
import { simulatorFetch } from "./fetch-adapter";
import type { Answer } from "./message";
import { createSimulator, type Simulator } from "./simulator";
import { CASA, CLIENT_ID, CLIENT_SECRET, REDIRECT_URI } from "./test-client";

const START = Date.UTC(2026, 0, 1);
const FORM = { "content-type": "application/x-www-form-urlencoded" };

function get(simulator: Simulator, path: string, query: Record<string, string>): Answer {
  return simulator.handle({ method: "GET", url: `${path}?${new URLSearchParams(query)}` });
}

function connect(simulator: Simulator): Answer[] {
  const page = get(simulator, "/oauth/authorize", {
    client_id: CLIENT_ID,
    redirect_uri: REDIRECT_URI,
    response_type: "code",
    scope: "instagram_business_basic",
  });
  const request = /name="request" value="([^"]+)"/.exec(page.body)?.[1] ?? "";
  const back = simulator.handle({
    method: "POST",
    url: "/oauth/authorize/decision",
    headers: FORM,
    body: `request=${request}&decision=allow&account=${CASA}&scope=instagram_business_basic`,
  });
  const code = new URL(back.headers.location ?? "").searchParams.get("code") ?? "";
  const short = simulator.handle({
    method: "POST",
    url: "/oauth/access_token",
    headers: FORM,
    body: new URLSearchParams({
      client_id: CLIENT_ID,
      client_secret: CLIENT_SECRET,
      grant_type: "authorization_code",
      redirect_uri: REDIRECT_URI,
      code,
    }).toString(),
  });
  const long = get(simulator, "/access_token", {
    grant_type: "ig_exchange_token",
    client_secret: CLIENT_SECRET,
    access_token: JSON.parse(short.body).access_token,
  });
  const refused = get(simulator, "/me", { access_token: "nothing" });
  return [page, back, short, long, refused];
}

test("runs the whole flow in process, on a clock of the caller's", () => {
  let now = START;
  const simulator = createSimulator({ now: () => now });
  const long = JSON.parse(connect(simulator)[3]?.body ?? "");
  now += 59 * 86_400_000;
  const query = { grant_type: "ig_refresh_token", access_token: long.access_token };
  const refreshed = JSON.parse(get(simulator, "/refresh_access_token", query).body);
  expect(refreshed.expires_in).toBe(5_183_944);
  now += 59 * 86_400_000;
  expect(get(simulator, "/me", { access_token: refreshed.access_token }).status).toBe(200);
});

test("the same seed and the same calls give the same answers, byte for byte", () => {
  const run = (seed: number | string) => connect(createSimulator({ seed, now: () => START }));
  expect(run(7)).toEqual(run(7));
  expect(run("seven")).toEqual(run("seven"));
  expect(run(7)[2]?.body).not.toBe(run(8)[2]?.body);
});

test("one call reads the clock once, so that what it answers adds up", () => {
  let now = START;
  const simulator = createSimulator({
    now: () => {
      now += 700;
      return now;
    },
  });
  const { token } = simulator.issueToken({ username: "casa.marisol" });
  simulator.advance({ days: 2 });
  const query = { grant_type: "ig_refresh_token", access_token: token };
  const refreshed = JSON.parse(get(simulator, "/refresh_access_token", query).body);
  expect(refreshed.expires_in).toBe(5_183_944);
});

test("a cut connection and a delay are told, not carried out", () => {
  const simulator = createSimulator();
  simulator.setFault({ kind: "slow", milliseconds: 60_000, times: 1 });
  expect(get(simulator, "/me", {}).delayMilliseconds).toBe(60_000);
  simulator.setFault({ kind: "reset_before", times: 1 });
  expect(get(simulator, "/me", {}).connection).toBe("reset");
});

test("whatever comes in, an answer comes out", () => {
  const simulator = createSimulator();
  const urls = ["", "?", "//", "/%E0%A4%A", "/v25.0", "/oauth", "/oauth/x", "/me/media/x", "/\u0000"];
  const bodies = [undefined, "", "%%%", "a=%", "--x\r\n", new Uint8Array([0xff, 0xfe])];
  const types = [undefined, "", "multipart/form-data", "multipart/form-data; boundary=x", FORM["content-type"]];
  for (const url of [...urls, "/oauth/access_token", "/oauth/authorize/decision"]) {
    for (const method of ["GET", "POST", "DELETE", "TRACE", ""]) {
      for (const body of bodies) {
        for (const type of types) {
          const headers = { "content-type": type, host: "\r\nx", authorization: "Bearer" };
          const answer = simulator.handle({ method, url, headers, body });
          expect(answer.status).toBeGreaterThanOrEqual(200);
        }
      }
    }
  }
});

test("years of refreshes of one account keep a bounded number of tokens", () => {
  let now = START;
  const simulator = createSimulator({ now: () => now });
  let { token } = simulator.issueToken({ username: "casa.marisol" });
  for (let round = 0; round < 200; round += 1) {
    now += 30 * 86_400_000;
    const query = { grant_type: "ig_refresh_token", access_token: token };
    token = JSON.parse(get(simulator, "/refresh_access_token", query).body).access_token;
  }
  expect(get(simulator, "/me", { access_token: token }).status).toBe(200);
  const account = simulator.state().accounts.find(({ userId }) => userId === CASA);
  expect(account?.tokens).toBeLessThanOrEqual(40);
});

test("looks like fetch to a client", async () => {
  const simulator = createSimulator();
  const waited: number[] = [];
  const send = simulatorFetch(simulator, async (milliseconds) => {
    waited.push(milliseconds);
  });
  const { token } = simulator.issueToken({ username: "casa.marisol" });
  const address = `http://instagram.test/v25.0/me?fields=username&access_token=${token}`;
  expect(await (await send(address)).json()).toMatchObject({ username: "casa.marisol" });
  const form = new FormData();
  form.set("client_id", "wrong");
  const refused = await send("http://instagram.test/oauth/access_token", {
    method: "POST",
    body: form,
  });
  expect(await refused.json()).toMatchObject({ error_message: "Invalid platform app" });
  simulator.setFault({ kind: "slow", milliseconds: 9_000, times: 1 });
  await send(address);
  expect(waited).toEqual([9_000]);
  simulator.setFault({ kind: "reset_after" });
  await expect(send(address)).rejects.toThrow("fetch failed");
});
