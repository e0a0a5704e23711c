import { randomBytes, randomUUID } from "node:crypto";
import type { DatabaseKind } from "@/lib/db/database-url";
import { insertInvitation } from "@/lib/db/invitations";
import { insertPasskey } from "@/lib/db/passkeys";
import { insertPasswordReset } from "@/lib/db/password-resets";
import type { UserRow } from "@/lib/db/users";
import { after, HOUR } from "@/lib/domain/durations";
import { INVITATION_LIFE, invitationPath } from "@/lib/domain/invitation";
import { PASSWORD_RESET_LIFE, passwordResetPath } from "@/lib/domain/password-reset";
import { secretHash } from "@/lib/services/secret-hash";
import { createTestDatabase } from "@/lib/test/harness";
import { type MailReceiver, startMailReceiver } from "@/lib/test/mail-receiver";
import { createUser } from "../../prisma/factories";
import { type PageAnswer, PageClient, sessionCookie } from "./page-client";
import { ServerWorld } from "./server-world";

/** What a form of our own carries beside its cookie. */
const FROM_US = { "sec-fetch-site": "same-origin" };

/** A production server that sends mail, and people who type what they like. */
export class HostilePeopleWorld {
  readonly world: ServerWorld;
  readonly mail: MailReceiver;
  private readonly server: Awaited<ReturnType<ServerWorld["startServer"]>>;
  readonly owner: UserRow;

  private constructor(world: ServerWorld, mail: MailReceiver, server: HostilePeopleWorld["server"], owner: UserRow) {
    this.world = world;
    this.mail = mail;
    this.server = server;
    this.owner = owner;
  }

  static async open(kind: DatabaseKind): Promise<HostilePeopleWorld> {
    const postgresUrl = kind === "postgresql" ? (await createTestDatabase(kind)).url : null;
    const mail = await startMailReceiver();
    const env = { SCHEDULER: "off", SMTP_URL: mail.url, MAIL_FROM: "Perennial <perennial@example.com>" };
    const world = await ServerWorld.open({ postgresUrl, env });
    const owner = await createUser({ role: "owner" }, world.adapters.db);
    return new HostilePeopleWorld(world, mail, await world.startServer(), owner);
  }

  async close(): Promise<void> {
    await this.server.stop();
    await this.world.close();
    await this.mail.close();
  }

  get db() {
    return this.world.adapters.db;
  }

  /** A browser that is signed in. `proven`: a moment ago, so that nothing asks for a proof. */
  async browserOf({ id }: Pick<UserRow, "id">, { proven = true } = {}): Promise<PageClient> {
    const provenAt = proven ? new Date() : after(new Date(), -HOUR);
    return new PageClient(this.server.url, { ...FROM_US, cookie: await sessionCookie(this.world, id, { provenAt }) });
  }

  visitor(cookie = ""): PageClient {
    return new PageClient(this.server.url, { ...FROM_US, cookie });
  }

  /** What the sign-in page's own script does: asks for a token against forgery, then sends what was typed. */
  async signInForm(): Promise<
    (typed: Record<string, string>, headers?: Record<string, string>) => Promise<PageAnswer>
  > {
    const { headers, text } = await this.visitor().get("/api/auth/csrf");
    const cookies = headers.getSetCookie().map((cookie) => cookie.split(";")[0]);
    const client = this.visitor(cookies.join("; "));
    const { csrfToken } = JSON.parse(text) as { csrfToken: string };
    return (typed, more) => {
      const body = new URLSearchParams({ ...typed, csrfToken, json: "true" });
      return client.post("/api/auth/callback/credentials", body, more);
    };
  }

  /** An invitation for whoever has its link; returns the secret. */
  async invite(): Promise<string> {
    const { secret, createdAt, expiresAt } = newLink(INVITATION_LIFE);
    await insertInvitation(this.db, {
      id: randomUUID(),
      secretHash: secretHash(secret),
      role: "viewer",
      email: null,
      createdAt,
      expiresAt,
      createdById: this.owner.id,
      createdByName: this.owner.name,
      acceptedAt: null,
      acceptedById: null,
      revokedAt: null,
    });
    return secret;
  }

  async invitationPath(): Promise<string> {
    return invitationPath(await this.invite());
  }

  /** A link to a new password; returns its secret. */
  async allowReset(userId: string): Promise<string> {
    const { secret, createdAt, expiresAt } = newLink(PASSWORD_RESET_LIFE);
    const row = { id: randomUUID(), userId, secretHash: secretHash(secret), createdAt, expiresAt, usedAt: null };
    await insertPasswordReset(this.db, row);
    return secret;
  }

  async resetPath(userId: string): Promise<string> {
    return passwordResetPath(await this.allowReset(userId));
  }

  async addPasskey(userId: string): Promise<void> {
    await insertPasskey(this.db, {
      id: randomBytes(32).toString("base64url"),
      userId,
      name: "A key",
      publicKey: randomBytes(77).toString("base64url"),
      counter: 0,
      transports: "internal",
      createdAt: new Date(),
      lastUsedAt: null,
    });
  }

  /** Nobody here is to be slowed down: that has tests of its own. */
  async forgetCounts(): Promise<void> {
    await Promise.all([this.db.rateLimit.deleteMany(), this.db.signInThrottle.deleteMany()]);
  }
}

function newLink(life: number): { secret: string; createdAt: Date; expiresAt: Date } {
  const createdAt = new Date();
  return { secret: randomBytes(32).toString("base64url"), createdAt, expiresAt: after(createdAt, life) };
}
