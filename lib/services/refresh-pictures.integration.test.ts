import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { deflateSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it, test } from "vitest";
import { insertAccount } from "@/lib/db/accounts";
import { after, DAY, MINUTE } from "@/lib/domain/durations";
import { LARGEST_PICTURE, LONGEST_SIDE } from "@/lib/domain/picture-rule";
import { type Harness, onBothDatabases } from "@/lib/test/harness";
import { accountRecord } from "@/prisma/factories";
import { checkAccount } from "./check-account";
import { disconnectAccount } from "./disconnect-account";
import { fetchPicture, pictureType } from "./fetch-picture";
import { readAccount } from "./read-account";
import { readPicture } from "./read-picture";
import { refreshPictures } from "./refresh-pictures";

/** A PNG's beginning with these dimensions; more of it is never looked at. */
function png(width: number, height: number): Buffer {
  const header = Buffer.alloc(8);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  const beginning = Buffer.from("89504e470d0a1a0a0000000d49484452", "hex");
  return Buffer.concat([beginning, header, Buffer.from([8, 3, 0, 0, 0]), Buffer.alloc(4), deflateSync("")]);
}

const JPEG = Buffer.from("ffd8ffe000104a46494600010100000100010000ffc0000b080010001001011100ffd9", "hex");
const WEBP = Buffer.concat([
  Buffer.from("RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0", "latin1"),
  Buffer.from("0f00000f0000", "hex"),
]);

describe("what is a picture", () => {
  test.each<[string, Buffer, string | null]>([
    ["a PNG", png(320, 320), "image/png"],
    ["a JPEG", JPEG, "image/jpeg"],
    ["a WebP", WEBP, "image/webp"],
    ["a PNG as large as allowed", png(LONGEST_SIDE, LONGEST_SIDE), "image/png"],
    ["a PNG that is too wide", png(LONGEST_SIDE + 1, 10), null],
    ["a PNG that would fill the memory", png(0xffffffff, 0xffffffff), null],
    ["a PNG of no size", png(0, 0), null],
    ["an SVG", Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'), null],
    ["a page", Buffer.from("<!doctype html><script>alert(1)</script>"), null],
    ["a GIF", Buffer.from("GIF89a\x01\0\x01\0\0\0\0;", "latin1"), null],
    ["a page behind a GIF's name", Buffer.from("GIF89a<script>"), null],
    ["a JPEG cut short", JPEG.subarray(0, 6), null],
    ["a WebP cut short", WEBP.subarray(0, 14), null],
    ["a BMP", Buffer.from("BM\0\0\0\0", "latin1"), null],
    ["nothing", Buffer.alloc(0), null],
  ])("%s", (_what, bytes, type) => {
    expect(pictureType(bytes)).toBe(type);
  });
});

interface Served {
  status?: number;
  headers?: Record<string, string>;
  body?: Buffer;
  asked: number;
}

onBothDatabases("profile pictures", (harness) => {
  const served: Served = { asked: 0 };
  const server = createServer((_request, response) => {
    served.asked += 1;
    response.writeHead(served.status ?? 200, { "content-type": "image/png", ...served.headers });
    response.end(served.body ?? png(100, 100));
  });
  let cdn = "";

  beforeEach(async () => {
    Object.assign(served, { status: 200, headers: {}, body: png(100, 100), asked: 0 });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    cdn = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(() => new Promise((resolve) => server.close(resolve)));

  /** The app with `cdn` in the place of Instagram's hosts. */
  function adapters(): Harness["adapters"] {
    const { adapters: wired } = harness();
    const instagram = { ...wired.settings.instagram, simulatorUrl: cdn };
    return { ...wired, settings: { ...wired.settings, instagram } };
  }

  async function connectWithPicture(username: string, pictureUrl = `${cdn}/v/${username}.png?oh=1`): Promise<string> {
    const account = accountRecord({ username, pictureUrl });
    await insertAccount(harness().db, account);
    return account.id;
  }

  async function showPicture(id: string, pictureUrl: string): Promise<void> {
    await harness().db.connectedAccount.update({ where: { id }, data: { pictureUrl } });
  }

  const stored = (id: string) => readPicture(harness().context(), { accountId: id });
  const row = (id: string) => harness().db.profilePicture.findUnique({ where: { accountId: id } });
  const advance = (ms: number) => void harness().simulator.simulator.advance({ ms });

  it("comes from where Instagram says, and is shown from here", async () => {
    const id = await harness().connect("casa.marisol");
    await checkAccount(harness().context(), { accountId: id });
    expect(await refreshPictures(harness().adapters)).toEqual({ fetched: 1, failed: 0 });
    const picture = await stored(id);
    expect(picture?.contentType).toBe("image/png");
    expect(pictureType(picture?.bytes ?? Buffer.alloc(0))).toBe("image/png");
    const detail = await readAccount(harness().context(), id);
    expect(detail?.pictureVersion).toBe(picture?.sourceHash.slice(0, 8));
    expect(await stored("no-such-account")).toBeNull();
  });

  it("is fetched again when Instagram shows another one, not for another signature", async () => {
    const id = await connectWithPicture("a");
    await refreshPictures(adapters());
    await refreshPictures(adapters());
    expect(served.asked).toBe(1);
    await showPicture(id, `${cdn}/v/a.png?oh=2&oe=3`);
    advance(DAY + MINUTE);
    expect(await refreshPictures(adapters())).toEqual({ fetched: 0, failed: 0 });
    expect(served.asked).toBe(1);
    const before = await stored(id);
    await showPicture(id, `${cdn}/v/another.png?oh=2`);
    served.body = png(200, 200);
    advance(DAY + MINUTE);
    expect(await refreshPictures(adapters())).toEqual({ fetched: 1, failed: 0 });
    const now = await stored(id);
    expect(now?.sourceHash).not.toBe(before?.sourceHash);
    expect(Buffer.from(now?.bytes ?? [])).toEqual(png(200, 200));
  });

  it("fails quietly, waits longer each time, and keeps the last one", async () => {
    const id = await connectWithPicture("a");
    await refreshPictures(adapters());
    await showPicture(id, `${cdn}/v/gone.png`);
    served.status = 403;
    advance(DAY + MINUTE);
    expect(await refreshPictures(adapters())).toEqual({ fetched: 0, failed: 1 });
    expect(await refreshPictures(adapters())).toEqual({ fetched: 0, failed: 0 });
    expect(Buffer.from((await stored(id))?.bytes ?? [])).toEqual(png(100, 100));
    const now = harness().adapters.clock();
    expect(await row(id)).toMatchObject({ failures: 1, nextAttemptAt: after(now, 10 * MINUTE) });
    advance(11 * MINUTE);
    await refreshPictures(adapters());
    expect(await row(id)).toMatchObject({ failures: 2 });
    served.status = 200;
    advance(2 * DAY);
    expect(await refreshPictures(adapters())).toEqual({ fetched: 1, failed: 0 });
    expect(await row(id)).toMatchObject({ failures: 0 });
  });

  it.each<[string, Partial<Served>, string]>([
    ["leads elsewhere", { status: 302, headers: { location: "http://127.0.0.1:1/" } }, "refused"],
    ["is a page", { headers: { "content-type": "text/html" }, body: Buffer.from("<script>") }, "no_picture"],
    ["is called a page", { headers: { "content-type": "text/html" } }, "no_picture"],
    ["is called another picture", { headers: { "content-type": "image/jpeg" } }, "no_picture"],
    ["is an SVG", { headers: { "content-type": "image/svg+xml" }, body: Buffer.from("<svg/>") }, "no_picture"],
    ["is too large", { body: Buffer.concat([png(10, 10), Buffer.alloc(LARGEST_PICTURE)]) }, "too_large"],
    ["is too wide", { body: png(9_999, 10) }, "no_picture"],
    ["is not there", { status: 404 }, "refused"],
  ])("is not taken when it %s", async (_what, answer, reason) => {
    Object.assign(served, answer);
    const ctx = { ...harness().context(), ...adapters() };
    expect(await fetchPicture(ctx, { address: `${cdn}/v/a.png` })).toEqual({ kind: "failed", reason });
    const id = await connectWithPicture("a");
    await refreshPictures(adapters());
    expect(await stored(id)).toBeNull();
    expect((await readAccount(harness().context(), id))?.pictureVersion).toBeNull();
  });

  it("is never fetched from another address", async () => {
    const ctx = { ...harness().context(), ...adapters() };
    for (const address of [
      "https://a.cdninstagram.com/1.png",
      cdn.replace("127.0.0.1", "localhost"),
      "file:///etc/passwd",
    ])
      expect(await fetchPicture(ctx, { address })).toEqual({ kind: "failed", reason: "foreign_address" });
    const { settings } = adapters();
    const live = { ...ctx, settings: { ...settings, instagram: { ...settings.instagram, simulatorUrl: null } } };
    expect(await fetchPicture(live, { address: `${cdn}/1.png` })).toEqual({
      kind: "failed",
      reason: "foreign_address",
    });
    expect(served.asked).toBe(0);
  });

  it("is fetched once, however many processes look", async () => {
    for (const name of ["a", "b", "c"]) await connectWithPicture(name);
    const reports = await Promise.all([1, 2, 3].map(() => refreshPictures(adapters())));
    expect(reports.reduce((sum, { fetched }) => sum + fetched, 0)).toBe(3);
    expect(served.asked).toBe(3);
  });

  it("goes with the account, and comes back with it", async () => {
    const id = await connectWithPicture("a");
    await refreshPictures(adapters());
    await disconnectAccount(harness().context(), { accountId: id, typedUsername: "a" });
    expect(await row(id)).toBeNull();
    advance(DAY);
    await refreshPictures(adapters());
    expect(await row(id)).toBeNull();
    await harness().db.connectedAccount.update({ where: { id }, data: { disconnectedAt: null } });
    await refreshPictures(adapters());
    expect(await stored(id)).not.toBeNull();
    await harness().db.connectedAccount.delete({ where: { id } });
    expect(await row(id)).toBeNull();
  });

  it("stops when the server stops", async () => {
    await connectWithPicture("a");
    expect(await refreshPictures(adapters(), { signal: AbortSignal.abort() })).toEqual({ fetched: 0, failed: 0 });
    expect(await refreshPictures(adapters(), { budget: 0 })).toEqual({ fetched: 0, failed: 0 });
    expect(await refreshPictures(adapters())).toEqual({ fetched: 1, failed: 0 });
  });
});
