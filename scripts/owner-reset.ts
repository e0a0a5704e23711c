import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import type { Adapters } from "@/lib/services/context";
import type { ResetOwnerOutcome } from "@/lib/services/reset-owner";
import { askPassword } from "./ask-password";
import { endWith, FriendlyError } from "./friendly-error";
import { memorablePassword } from "./memorable-password";
import { loadEnvironment } from "./server-database";

/** More than elsewhere: this one guards a server that strangers can reach. */
const WORDS = 6;
const USAGE = `Write: npm run owner:reset -- [e-mail] [--ask] [--keep-second-factor]
  --ask                 type the new password yourself; else one is made up
  --keep-second-factor  leave passkeys, authenticator app and recovery codes as they are`;

interface Wishes {
  email: string | null;
  ask: boolean;
  keepSecondFactor: boolean;
}

function readWishes(): Wishes {
  try {
    const options = { ask: { type: "boolean" }, "keep-second-factor": { type: "boolean" } } as const;
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    if (positionals.length > 1) throw new FriendlyError(USAGE);
    const { ask = false, "keep-second-factor": keepSecondFactor = false } = values;
    return { email: positionals[0] ?? null, ask, keepSecondFactor };
  } catch {
    throw new FriendlyError(USAGE);
  }
}

/** Gives an owner a new password from the server's own shell. */
async function reset(): Promise<void> {
  const wishes = readWishes();
  await loadEnvironment();
  const { parseSettings } = await import("../lib/env");
  const parsed = parseSettings(process.env);
  if (!parsed.ok) {
    const problems = parsed.problems.map((problem) => `  - ${problem}`).join("\n");
    throw new FriendlyError(`Settings need your attention first.\n${problems}`);
  }
  const { databaseUrl } = parsed.settings;
  const { databaseKind, sqlitePath } = await import("../lib/db/database-url");
  if (databaseKind(databaseUrl) === "sqlite" && !existsSync(sqlitePath(databaseUrl))) {
    throw new FriendlyError(
      `There is no database at ${sqlitePath(databaseUrl)}. Set DATABASE_URL as the server has it.`,
    );
  }
  const { migrateDatabase } = await import("../lib/db/migrate");
  const { wireAdapters } = await import("../lib/services/context");
  await migrateDatabase(databaseUrl);
  const adapters = wireAdapters(parsed.settings);
  try {
    await resetOwnerOf(adapters, wishes);
  } finally {
    await adapters.db.close();
  }
}

async function resetOwnerOf(adapters: Adapters, { email, ask, keepSecondFactor }: Wishes): Promise<void> {
  const { serverContext } = await import("../lib/services/context");
  const { chooseOwner, resetOwner } = await import("../lib/services/reset-owner");
  const ctx = serverContext(adapters);
  const choice = await chooseOwner(ctx, email);
  const { baseUrl } = adapters.settings;
  if (choice.kind === "no_owner") {
    throw new FriendlyError(`There is no owner yet. Open ${baseUrl}/setup and create the first one.`);
  }
  if (choice.kind === "which") {
    const list = choice.owners.map((owner) => `  ${owner.email}  (${owner.name})`).join("\n");
    const problem = email === null ? "There are several owners" : `${email} is no owner's e-mail`;
    throw new FriendlyError(`${problem}. Name one: npm run owner:reset -- e-mail\n${list}`);
  }
  const { owner } = choice;
  const password = ask ? await askPassword(`New password of ${owner.email}: `) : memorablePassword(WORDS);
  const outcome = await resetOwner(ctx, owner, { password, keepSecondFactor });
  if (outcome.kind === "unsuitable") throw new FriendlyError(`${outcome.problem} Nothing was changed.`);
  const shown = ask ? "." : `:\n\n  ${password}\n\nIt is shown this once. Change it under Settings › Profile.`;
  console.log(`${owner.name} (${owner.email}) has a new password${shown}`);
  console.log(effects(outcome, keepSecondFactor));
  console.log(`Sign in at ${baseUrl}/sign-in`);
}

function effects(outcome: Extract<ResetOwnerOutcome, { kind: "reset" }>, keepSecondFactor: boolean): string {
  const { sessionsEnded, invitationsRevoked, factorRemoved } = outcome;
  const browsers = sessionsEnded === 1 ? "1 browser was signed out." : `${sessionsEnded} browsers were signed out.`;
  const signedOut = invitationsRevoked === 0 ? browsers : `${browsers} Their open invitations were revoked.`;
  if (keepSecondFactor) return `${signedOut} A second factor, if there is one, is still asked for.`;
  if (!factorRemoved) return `${signedOut} There was no second factor.`;
  return `${signedOut} The second factor was removed, recovery codes included: add one again.`;
}

reset().then(
  () => process.exit(0),
  (error: unknown) => {
    const known = error instanceof Error && error.name === "AppError";
    endWith(known ? new FriendlyError(`${error.message} Nothing was changed.`) : error);
  },
);
