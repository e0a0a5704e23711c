import { after, DAY, HOUR } from "@/lib/domain/durations";
import type { Role } from "@/lib/domain/role";
import { createChannel } from "@/lib/services/create-channel";
import { createFeedLink } from "@/lib/services/create-feed-link";
import { personContext } from "@/lib/test/person-context";
import { cookieName } from "@/lib/web/cookie-names";
import { createSession, createUser } from "../../prisma/factories";
import { addDueAccounts } from "../processes/due-accounts";
import { sessionCookie } from "../processes/page-client";
import { ServerWorld } from "../processes/server-world";
import { findActions, findEntries, findFieldNames } from "./entries";
import type { Secret } from "./fuzz-oracle";
import type { Material } from "./fuzz-requests";

const ACCOUNTS = 6;
const CRON_SECRET = "cron-secret-that-no-answer-may-hold";
const WEBHOOK = "https://hooks.example.com/services/secret-part-of-the-address";

/** A server with something of everything, and the list of what must never come out of it. */
export interface FuzzWorld {
  world: ServerWorld;
  material: Material;
  secrets: Secret[];
  /** The cookie of a new session, in which nothing was proved for an hour. */
  signIn(role: Role): Promise<string>;
}

export async function openFuzzWorld(postgresUrl: string | null): Promise<FuzzWorld> {
  const world = await ServerWorld.open({ postgresUrl, env: { SCHEDULER: "off", CRON_SECRET } });
  const { adapters } = world;
  const { db, settings } = adapters;
  await addDueAccounts(ACCOUNTS, world);
  const [owner, manager, viewer] = await Promise.all(
    (["owner", "manager", "viewer"] as const).map((role) => createUser({ role }, db)),
  );
  const users = { owner, manager, viewer };
  const ownerSession = await createSession({ userId: owner?.id ?? "" }, db);
  const ctx = await personContext(adapters, ownerSession.id);
  await createChannel(ctx, { kind: "webhook", name: "Hook", target: WEBHOOK, events: ["expires_soon", "dead"] });
  const calendar = await createFeedLink(ctx, { kind: "calendar", accountId: null });
  const accounts = await db.connectedAccount.findMany({ include: { token: true } });
  const channels = await db.noticeChannel.findMany();
  const secrets: Secret[] = [
    ...world.simulator.issuedSecrets().map((value) => ({ name: "a token of Instagram", value })),
    { name: "NEXTAUTH_SECRET", value: settings.secret },
    { name: "CRON_SECRET", value: CRON_SECRET },
    { name: "the Instagram secret", value: settings.instagram.credentials?.clientSecret ?? "" },
    { name: "the owner's session", value: ownerSession.id },
    { name: "a webhook's address", value: WEBHOOK },
    { name: "the calendar's address", value: calendar.kind === "created" ? calendar.secret : "" },
    ...Object.values(users).map((user) => ({ name: "a password hash", value: user?.passwordHash ?? "" })),
    ...accounts.map(({ token }) => ({ name: "a sealed token", value: token?.sealed ?? "" })),
    ...channels.map(({ sealedTarget }) => ({ name: "a sealed address", value: sealedTarget })),
    ...(world.encryptionKey === "" ? [] : [{ name: "an encryption key", value: world.encryptionKey }]),
  ];
  const known = [
    ...accounts.flatMap(({ id, username }) => [id, username]),
    ...channels.map(({ id }) => id),
    ...Object.values(users).flatMap((user) => (user === undefined ? [] : [user.id, user.email])),
    "owner",
    "manager",
    "viewer",
    "webhook",
    "calendar.ics",
    "/accounts",
    "//evil.example",
    "https://evil.example",
  ];
  const material: Material = {
    entries: findEntries(),
    actions: findActions(),
    fieldNames: findFieldNames(),
    known,
    baseUrl: settings.baseUrl,
    cookieName: cookieName("session-token", settings.baseUrl),
  };
  const signIn = (role: Role) =>
    sessionCookie(world, users[role]?.id ?? "", {
      provenAt: after(new Date(), -HOUR),
      createdAt: after(new Date(), -DAY),
    });
  return { world, material, secrets, signIn };
}
