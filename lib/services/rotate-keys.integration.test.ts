import { randomUUID } from "node:crypto";
import { setImmediate as nextTurn } from "node:timers/promises";
import { beforeEach, expect, it } from "vitest";
import { findToken } from "@/lib/db/account-tokens";
import { countSealedTexts, replaceSealedTexts, SEALED_COLUMNS } from "@/lib/db/sealed-columns";
import { after, DAY } from "@/lib/domain/durations";
import { onBothDatabases } from "@/lib/test/harness";
import { parseKeyRing } from "@/lib/vault/key-ring";
import { createVault } from "@/lib/vault/seal";
import { createAccounts } from "@/prisma/factories";
import { authenticatorContext } from "./authenticator-secret";
import { channelContext } from "./channel-target";
import { checkKeys } from "./check-keys";
import { type PersonContext, serverContext } from "./context";
import { createChannel } from "./create-channel";
import { renewToken } from "./renew-token";
import { type RotateInput, rotateKeys } from "./rotate-keys";
import { itemContext, startImportBatch } from "./start-batch";
import { tokenContext } from "./store-token";

const key = (byte: number) => Buffer.alloc(32, byte).toString("base64");
const OLD = `k1:${key(1)}`;
const NEW = `k2:${key(2)}`;
const INPUT: RotateInput = {
  serversStopped: true,
  signal: new AbortController().signal,
  onProgress: () => undefined,
};

onBothDatabases("rotating keys", (harness) => {
  beforeEach(() => checkKeys(harness().adapters));

  /** As a process whose TOKEN_ENCRYPTION_KEYS is `ring`. */
  const withKeys = (ring: string): PersonContext => ({
    ...harness().context(),
    vault: createVault(parseKeyRing(ring)),
  });
  const bothKeys = () => withKeys(`${NEW},${OLD}`);
  const rotate = (ctx = bothKeys(), change: Partial<RotateInput> = {}) => rotateKeys(ctx, { ...INPUT, ...change });
  const keyUse = async () =>
    Object.fromEntries((await countSealedTexts(harness().db)).map((use) => [use.keyId, use.texts]));

  async function addAccounts(count: number): Promise<void> {
    const list = Array.from({ length: count }, (_, index) => ({
      username: `account.${index}`,
      token: `IGAAtoken${index}`,
    }));
    await createAccounts(list, harness().adapters);
  }

  /** Accounts that Instagram knows, with tokens that it extends; their ids. */
  async function addDueAccounts(count: number): Promise<string[]> {
    const { adapters, simulator } = harness();
    const now = adapters.clock();
    const issuedAt = after(now, -45 * DAY);
    const expiresAt = after(now, 15 * DAY);
    const wanted = Array.from({ length: count }, (_, index) => ({
      username: `due.${index}`,
      issuedAt: issuedAt.getTime(),
      expiresAt: expiresAt.getTime(),
    }));
    const issued = simulator.simulator.issueTokens(wanted).map(({ username, token, userId }) => ({
      id: randomUUID(),
      username,
      token,
      instagramUserId: userId,
      issuedAt,
      expiresAt,
    }));
    await createAccounts(issued, adapters);
    return issued.map(({ id }) => id);
  }

  it("seals everything again, and says that the old key can go", async () => {
    const { db, adapters } = harness();
    const ctx = harness().context();
    const accountId = await harness().connect("casa.marisol");
    const token = await harness().storedToken(accountId);
    const sealedBefore = adapters.vault.seal("IGAAprevious", tokenContext(accountId));
    await db.accountToken.updateMany({ data: { previousSealed: sealedBefore } });
    const url = "https://hooks.example.com/secret-part";
    const channel = await createChannel(ctx, { kind: "webhook", name: "Hook", target: url, events: ["recovered"] });
    const imported = ["1", "2"].map((end) => `IGAA${"x".repeat(60)}${end}`);
    await startImportBatch(ctx, imported.join("\n"));
    const totp = adapters.vault.seal("JBSWY3DPEHPK3PXP", authenticatorContext("ada"));
    await db.user.updateMany({ data: { sealedTotp: totp } });
    expect(await keyUse()).toEqual({ k1: 7 });

    const told: [number, number][] = [];
    const outcome = await rotate(bothKeys(), { onProgress: (...progress) => told.push(progress) });
    expect(outcome).toEqual({
      kind: "rotated",
      sealingKeyId: "k2",
      resealed: 7,
      damaged: 0,
      stillUsed: [],
      removable: ["k1"],
    });
    expect(told.at(-1)).toEqual([7, 7]);
    expect(await keyUse()).toEqual({ k2: 7 });
    expect(await db.keyCanary.findMany({ select: { keyId: true } })).toEqual([{ keyId: "k2" }]);
    const events = await harness().auditEvents();
    expect(events.map(({ action, subject, detail }) => [action, subject, JSON.parse(detail)]).slice(-2)).toEqual([
      ["key_rotation_started", "k2", { texts: 7 }],
      ["key_rotation_finished", "k2", { resealed: 7, damaged: 0, stillUsed: 0, removable: "k1" }],
    ]);

    const { vault } = withKeys(NEW);
    await checkKeys(withKeys(NEW));
    const stored = await findToken(db, accountId);
    expect(vault.open(stored?.sealed ?? "", tokenContext(accountId))).toBe(token);
    expect(vault.open(stored?.previousSealed ?? "", tokenContext(accountId))).toBe("IGAAprevious");
    const hook = await db.noticeChannel.findFirstOrThrow();
    expect(vault.open(hook.sealedTarget, channelContext(hook.id))).toBe(url);
    expect(vault.open(hook.sealedSecret ?? "", channelContext(hook.id))).toBe(
      channel.kind === "created" ? channel.secret : "",
    );
    for (const item of await db.batchItem.findMany({ orderBy: { position: "asc" } })) {
      expect(vault.open(item.sealedInput ?? "", itemContext(item.id))).toContain(imported[item.position]);
    }
    const person = await db.user.findFirstOrThrow();
    expect(vault.open(person.sealedTotp ?? "", authenticatorContext("ada"))).toBe("JBSWY3DPEHPK3PXP");
  });

  it("lets everybody read and renew meanwhile, and keeps what they store", { timeout: 240_000 }, async () => {
    const { db, simulator } = harness();
    const renewed = await addDueAccounts(12);
    await addAccounts(600);
    simulator.simulator.setSwitches({ latencyMs: 30 });
    const ids = (await db.accountToken.findMany({ select: { accountId: true } })).map(({ accountId }) => accountId);
    const server = bothKeys();
    let running = true;
    let reads = 0;
    const reader = async (offset: number) => {
      for (let index = offset; running; index = (index + 7) % ids.length) {
        const accountId = ids[index] ?? "";
        const stored = await findToken(db, accountId);
        expect(server.vault.open(stored?.sealed ?? "", tokenContext(accountId))).toMatch(/^IGAA/);
        if (stored?.previousSealed != null) server.vault.open(stored.previousSealed, tokenContext(accountId));
        reads += 1;
        // SQLite answers without giving up its turn: without this nobody else would ever get one.
        await nextTurn();
      }
    };
    const renewer = async () => {
      for (const accountId of renewed) {
        const outcome = await renewToken({ ...server, now: server.clock() }, { accountId });
        expect(outcome.kind).toBe("extended");
      }
    };
    const readers = [0, 1, 2].map(reader);
    const [outcome] = await Promise.all([rotate(), renewer()]).finally(() => {
      running = false;
    });
    await Promise.all(readers);
    expect(reads).toBeGreaterThan(0);
    expect(outcome).toMatchObject({ kind: "rotated", stillUsed: [], damaged: 0 });
    const again = await rotate();
    expect(again).toMatchObject({ kind: "rotated", stillUsed: [], removable: ["k1"] });
    const { vault } = withKeys(NEW);
    for (const accountId of ids) {
      const stored = await findToken(db, accountId);
      vault.open(stored?.sealed ?? "", tokenContext(accountId));
      expect(stored?.version).toBe(renewed.includes(accountId) ? 2 : 1);
    }
    for (const accountId of renewed) {
      const stored = await findToken(db, accountId);
      const answer = await server.instagram.readProfile(vault.open(stored?.sealed ?? "", tokenContext(accountId)));
      expect(answer.ok).toBe(true);
    }
  });

  it("never overwrites what was stored since it looked", async () => {
    const { db, adapters } = harness();
    await addAccounts(1);
    const { accountId, sealed: before } = await db.accountToken.findFirstOrThrow();
    const newer = adapters.vault.seal("IGAAnewer", tokenContext(accountId));
    await db.accountToken.updateMany({ data: { sealed: newer } });
    const change = { key: accountId, before, after: bothKeys().vault.seal("IGAAolder", tokenContext(accountId)) };
    const replaced = await db.transaction((tx) => replaceSealedTexts(db.kind, tx, SEALED_COLUMNS[0], [change]));
    expect(replaced).toBe(0);
    expect((await findToken(db, accountId))?.sealed).toBe(newer);
  });

  it("can be broken off and taken up again, and run several times at once", async () => {
    await addAccounts(450);
    const stopping = new AbortController();
    const onProgress = () => stopping.abort();
    expect(await rotate(bothKeys(), { signal: stopping.signal, onProgress })).toEqual({
      kind: "stopped",
      resealed: 100,
    });
    expect(await keyUse()).toEqual({ k1: 350, k2: 100 });
    const outcomes = await Promise.all([rotate(), rotate(), rotate()]);
    for (const outcome of outcomes) expect(outcome).toMatchObject({ kind: "rotated", stillUsed: [], damaged: 0 });
    expect(await keyUse()).toEqual({ k2: 450 });
    const { vault } = withKeys(NEW);
    const opened = (await harness().db.accountToken.findMany()).map(({ accountId, sealed }) =>
      vault.open(sealed, tokenContext(accountId)),
    );
    expect(new Set(opened).size).toBe(450);
  });

  it("leaves damaged texts as they are, and says that their key is still needed", async () => {
    const { db } = harness();
    await addAccounts(3);
    const [first, second] = await db.accountToken.findMany({ orderBy: { accountId: "asc" } });
    const damaged = first?.sealed.replace(/.$/, (last) => (last === "A" ? "Q" : "A")) ?? "";
    await db.accountToken.update({ where: { accountId: first?.accountId }, data: { sealed: damaged } });
    await db.accountToken.update({ where: { accountId: second?.accountId }, data: { sealed: "no sealed text" } });
    expect(await rotate()).toMatchObject({
      resealed: 1,
      damaged: 2,
      stillUsed: [
        { keyId: "", texts: 1 },
        { keyId: "k1", texts: 1 },
      ],
      removable: [],
    });
    const left = await db.accountToken.findMany({ orderBy: { accountId: "asc" } });
    expect(left.slice(0, 2).map(({ sealed }) => sealed)).toEqual([damaged, "no sealed text"]);
    expect(await db.keyCanary.count()).toBe(2);
  });

  it("refuses while no server was started with the new key first", async () => {
    await addAccounts(2);
    expect(await rotate(bothKeys(), { serversStopped: false })).toEqual({ kind: "servers_behind", sealingKeyId: "k2" });
    expect(await keyUse()).toEqual({ k1: 2 });
    expect(await harness().auditEvents()).toEqual([]);
    await checkKeys(bothKeys());
    expect(await rotate(bothKeys(), { serversStopped: false })).toMatchObject({ kind: "rotated", resealed: 2 });
  });

  it("refuses a start without a key that something needs, and forgets one that nothing needs", async () => {
    const { db } = harness();
    await addAccounts(2);
    await checkKeys(bothKeys());
    const refusal = await checkKeys(withKeys(NEW)).catch((error: Error) => error);
    expect(refusal).toMatchObject({ code: "key_set_wrong" });
    expect(String(refusal)).toContain('TOKEN_ENCRYPTION_KEYS lacks "k1", and 2 sealed texts need it.');
    await expect(rotate(withKeys(NEW))).rejects.toMatchObject({ code: "key_set_wrong" });
    expect(await db.keyCanary.count()).toBe(2);
    await db.connectedAccount.deleteMany();
    await checkKeys(withKeys(NEW));
    expect(await db.keyCanary.findMany({ select: { keyId: true } })).toEqual([{ keyId: "k2" }]);
  });

  it("is for owners and for the server itself", async () => {
    const manager = { ...bothKeys(), actor: harness().context({ role: "manager" }).actor };
    await expect(rotate(manager)).rejects.toMatchObject({ code: "forbidden" });
    const { actor } = serverContext(harness().adapters);
    expect(await rotateKeys({ ...bothKeys(), actor }, INPUT)).toMatchObject({ kind: "rotated" });
  });
});
