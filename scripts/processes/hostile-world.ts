import { setTimeout as pause } from "node:timers/promises";
import type { DatabaseKind } from "@/lib/db/database-url";
import { DAY } from "@/lib/domain/durations";
import type { BatchReport } from "@/lib/services/read-batch";
import { createTestDatabase } from "@/lib/test/harness";
import { HOSTILE_TEXTS } from "@/lib/test/hostile-texts";
import { createUser } from "../../prisma/factories";
import type { AppServer } from "../app-server";
import { type HostileInstagram, startHostileInstagram } from "./hostile-instagram";
import { PageClient, sessionCookie } from "./page-client";
import { ServerWorld } from "./server-world";

const LOOK_INTERVAL = 50;
const AGE = 10 * DAY;
/** The texts of one account stand this far from each other in the corpus. */
const STEP = 149;

/** The texts of one account, each as it was sent. */
export interface HostileAccount {
  instagramUserId: string;
  token: string;
  username: string;
  name: string;
  accountType: string;
  label: string;
}

/** A production server whose every account is called what a hostile text says. */
export interface HostileWorld {
  world: ServerWorld;
  server: AppServer & { url: string };
  instagram: HostileInstagram;
  accounts: HostileAccount[];
  /** An owner with a browser. */
  client: PageClient;
  close(): Promise<void>;
}

export async function openHostileWorld(kind: DatabaseKind): Promise<HostileWorld> {
  const postgresUrl = kind === "postgresql" ? (await createTestDatabase(kind)).url : null;
  const world = await ServerWorld.open({ postgresUrl, env: { SCHEDULER: "off", ALLOW_PRIVATE_WEBHOOKS: "true" } });
  const instagram = await startHostileInstagram(world.adapters.settings.instagram.simulatorUrl ?? "");
  const server = await world.startServer({ INSTAGRAM_SIMULATOR_URL: instagram.url });
  const owner = await createUser({ role: "owner" }, world.adapters.db);
  const client = new PageClient(server.url, {
    cookie: await sessionCookie(world, owner.id),
    "sec-fetch-site": "same-origin",
  });
  const accounts = issueAccounts(world, instagram);
  const close = async (): Promise<void> => {
    await server.stop();
    await instagram.close();
    await world.close();
  };
  await importAccounts(client, accounts).catch(async (error: unknown) => {
    await close();
    throw error;
  });
  return { world, server, instagram, accounts, client, close };
}

function textAt(index: number): string {
  return HOSTILE_TEXTS[index % HOSTILE_TEXTS.length] ?? "";
}

function issueAccounts(world: ServerWorld, { profiles }: HostileInstagram): HostileAccount[] {
  const issuedAt = world.simulator.advance({ ms: 0 }) - AGE;
  const wanted = HOSTILE_TEXTS.map((_, index) => ({ username: `account.${index}`, issuedAt }));
  return world.simulator.issueTokens(wanted).map(({ token, userId }, index) => {
    const [username, name] = [textAt(index), textAt(index + STEP)];
    const [accountType, label] = [textAt(index + 2 * STEP), textAt(index + 3 * STEP)];
    profiles.set(token, { username, name, account_type: accountType });
    return { instagramUserId: userId, token, username, name, accountType, label };
  });
}

/** By the form that people use: a file with a token and a label a line. */
async function importAccounts(client: PageClient, accounts: readonly HostileAccount[]): Promise<void> {
  const issuedAt = new Date(Date.now() - AGE).toISOString();
  const lines = accounts.map(({ token, label }) => `${token},${issuedAt},"${label.replaceAll('"', '""')}"`);
  const send = await client.form("/accounts/import", "Import tokens");
  const { headers } = await send({ tokens: ["token,issued_at,label", ...lines].join("\n") });
  await finishBatch(client, headers.get("location") ?? "");
}

/** Waits for the run whose page is at `path`; returns its report. */
export async function finishBatch(client: PageClient, path: string): Promise<BatchReport> {
  const id = path.split("/").at(-1) ?? "";
  for (;;) {
    const { status, text } = await client.get(`/api/batches/${id}`);
    if (status !== 200) throw new Error(`The run ${id} cannot be read: ${status}.`);
    const report = JSON.parse(text) as BatchReport;
    if (report.progress.finishedAt !== null) return report;
    await pause(LOOK_INTERVAL);
  }
}
