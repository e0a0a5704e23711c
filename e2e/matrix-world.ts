import { randomBytes } from "node:crypto";
import type { BrowserContext } from "@playwright/test";
import { after, DAY, HOUR } from "../lib/domain/durations";
import { ROLES } from "../lib/domain/role";
import type { FreshServer } from "./fresh-server";
import { signInContext } from "./sign-in-context";

/** Everybody who may come: one of each role, one whose account was removed, and one without a cookie. */
export const VISITORS = [...ROLES, "removed", "signed_out"] as const;
export type Visitor = (typeof VISITORS)[number];

export const MATRIX_PASSWORD = "four-words-nobody-guesses";

/** What stands in the database when a call is made. */
export interface MatrixWorld {
  cookies: Record<Visitor, string>;
  accountId: string;
  username: string;
  /** Of an account that is not connected. */
  newToken: string;
  channelId: string;
  deliveryId: string;
  batchId: string;
  colleagueId: string;
  invitationId: string;
  invitationSecret: string;
}

export interface MatrixPlace {
  server: FreshServer;
  /** A browser to make cookies with. */
  context: BrowserContext;
  /** Where notices go. */
  receiverUrl: string;
  passwordHash: string;
}

/** Empties the database of whatever an earlier call left behind, and fills it again. */
export async function makeMatrixWorld({
  server,
  context,
  receiverUrl,
  passwordHash,
}: MatrixPlace): Promise<MatrixWorld> {
  const { adapters, simulator } = server;
  const { db } = adapters;
  for (const table of [db.noticeChannel, db.notice, db.batchRun, db.connectedAccount, db.invitation, db.feedLink]) {
    await (table as { deleteMany(): Promise<unknown> }).deleteMany();
  }
  for (const table of [db.user, db.rateLimit, db.signInThrottle, db.setting]) {
    await (table as { deleteMany(): Promise<unknown> }).deleteMany();
  }
  const { insertUser } = await import("../lib/db/users");
  const { createAccount } = await import("../prisma/factories");
  const { createChannel } = await import("../lib/services/create-channel");
  const { personContext } = await import("../lib/test/person-context");
  const { insertInvitation } = await import("../lib/db/invitations");
  const { secretHash } = await import("../lib/services/secret-hash");
  const now = new Date();

  const cookies = { signed_out: "" } as Record<Visitor, string>;
  const sessions = new Map<string, string>();
  for (const id of [...ROLES, "removed", "colleague"] as const) {
    const role = id === "removed" || id === "colleague" ? "manager" : id;
    await insertUser(db, { id, email: `${id}@example.com`, name: `The ${id}`, passwordHash, role, createdAt: now });
    await context.clearCookies();
    sessions.set(id, await signInContext(context, { userId: id, adapters }));
    const value = (await context.cookies()).map((cookie) => `${cookie.name}=${cookie.value}`).join("; ");
    if (id !== "colleague") cookies[id] = value;
  }
  await db.user.delete({ where: { id: "removed" } });

  const name = `matrix${randomBytes(4).toString("hex")}`;
  const [issuedAt, expiresAt] = [after(now, -20 * DAY), after(now, 40 * DAY)];
  const times = { issuedAt: issuedAt.getTime(), expiresAt: expiresAt.getTime() };
  const issued = await simulator.issueToken({ username: name, ...times });
  const other = await simulator.issueToken({ username: `${name}.new`, ...times });
  const { token, userId: instagramUserId, appScopedId } = issued;
  const account = await createAccount(
    { username: name, instagramUserId, appScopedId, token, issuedAt, expiresAt },
    adapters,
  );
  const channel = await createChannel(await personContext(adapters, sessions.get("owner") ?? ""), {
    kind: "webhook",
    name: "Bot",
    target: receiverUrl,
    events: ["app_fault"],
  });
  if (channel.kind !== "created") throw new Error(`The channel was not made: ${channel.kind}`);
  const { id: channelId } = await db.noticeChannel.findFirstOrThrow();
  const message = JSON.stringify({ kind: "app_fault", at: now.toISOString(), total: 0, items: [] });
  await db.noticeDelivery.create({
    data: { id: "delivery", channelId, kind: "app_fault", message, state: "dead", createdAt: now },
  });
  const run = { kind: "extend", startedByName: "The manager", createdAt: now, finishedAt: now, total: 0 };
  await db.batchRun.create({ data: { id: "batch", ...run } });
  const invitationSecret = randomBytes(32).toString("base64url");
  await insertInvitation(db, {
    id: "invitation",
    secretHash: secretHash(invitationSecret),
    role: "viewer",
    email: null,
    createdAt: now,
    expiresAt: after(now, HOUR),
    createdById: "owner",
    createdByName: "The owner",
    acceptedAt: null,
    acceptedById: null,
    revokedAt: null,
  });
  return {
    cookies,
    accountId: account.id,
    username: name,
    newToken: other.token,
    channelId,
    deliveryId: "delivery",
    batchId: "batch",
    colleagueId: "colleague",
    invitationId: "invitation",
    invitationSecret,
  };
}
