import "server-only";
import { type Database, openDatabase } from "@/lib/db/client";
import { AppError } from "@/lib/domain/app-error";
import { mayDo, type Role, type Verb } from "@/lib/domain/role";
import type { Settings } from "@/lib/env";
import { CALL_TIME_LIMIT, createInstagramClient, type InstagramClient, instagramHosts } from "@/lib/instagram/client";
import { createTransport } from "@/lib/instagram/transport";
import { createLog, type Log } from "@/lib/log";
import { createNotifier, type Notifier } from "@/lib/notify/notifier";
import { createVault, type Vault } from "@/lib/vault/seal";

/** A signed-in person, minted by the session gate only. */
export interface Person {
  kind: "person";
  userId: string;
  name: string;
  email: string;
  role: Role;
  sessionId: string;
  /** When this browser last proved who is in front of it. */
  provenAt: Date;
  /** Where the request came from. */
  address: string;
  /** Everybody needs a second factor, and this person has none: nothing may be done before one is set up. */
  mustAddFactor: boolean;
}

/** The server itself, perhaps carrying out what a person started and was allowed to start earlier. */
export interface ServerActor {
  kind: "server";
  onBehalfOf: { userId: string | null; name: string } | null;
}

export type Actor = Person | ServerActor;

/** What the services act through; made once a process. */
export interface Adapters {
  db: Database;
  vault: Vault;
  instagram: InstagramClient;
  notifier: Notifier;
  log: Log;
  settings: Settings;
  /** Read once a request or unit of work, to become a context's `now`. */
  clock: () => Date;
}

/** What every service gets: who acts, when, and through what. `now` is read once a request or unit of work. */
export interface ServiceContext extends Adapters {
  actor: Actor;
  now: Date;
}

export interface PersonContext extends ServiceContext {
  actor: Person;
}

/** The only place that wires adapters. */
export function wireAdapters(settings: Settings): Adapters {
  return {
    settings,
    clock: () => new Date(),
    db: openDatabase(settings.databaseUrl),
    vault: createVault(settings.keyRing),
    log: createLog(settings.logLevel),
    instagram: createInstagramClient({
      hosts: instagramHosts(settings.instagram.simulatorUrl),
      credentials: settings.instagram.credentials,
      graphVersion: settings.instagram.graphVersion,
      timeLimit: CALL_TIME_LIMIT,
      transport: createTransport(),
    }),
    notifier: createNotifier({
      smtpUrl: settings.smtpUrl,
      mailFrom: settings.mailFrom,
      allowPrivateAddresses: settings.allowPrivateWebhooks,
      baseUrl: settings.baseUrl,
    }),
  };
}

/**
 * The gate of every verb.
 *
 * @throws AppError `forbidden` when the person's role does not allow it, `second_factor_needed` when a second factor is
 * to be set up before anything but the person's own profile.
 */
export function authorize(ctx: ServiceContext, verb: Verb): void {
  if (ctx.actor.kind === "server") return;
  if (!mayDo(ctx.actor.role, verb)) throw new AppError("forbidden", "Your role does not allow this. Ask an owner.");
  if (verb !== "change_profile") requireFactor(ctx.actor);
}

/** @throws AppError `second_factor_needed`. */
export function requireFactor({ mustAddFactor }: Person): void {
  if (!mustAddFactor) return;
  throw new AppError("second_factor_needed", "Set up a second factor in your profile first: an owner asks for one.");
}

/** Who stands in the history: the person, or nobody for the server. */
export function actorColumns(ctx: ServiceContext): { actorId: string | null; actorName: string | null } {
  const person = ctx.actor.kind === "person" ? ctx.actor : ctx.actor.onBehalfOf;
  return { actorId: person?.userId ?? null, actorName: person?.name ?? null };
}

/** A context in which the server acts, for `onBehalfOf` or for itself. */
export function serverContext(adapters: Adapters, onBehalfOf: ServerActor["onBehalfOf"] = null): ServiceContext {
  return { ...adapters, actor: { kind: "server", onBehalfOf }, now: adapters.clock() };
}
