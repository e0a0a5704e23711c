import { parseArgs } from "node:util";
import type { RotateOutcome } from "@/lib/services/rotate-keys";
import { endWith, FriendlyError } from "./friendly-error";
import { runServerCommand, type ServerCommand } from "./server-command";

const USAGE = `Usage: npm run keys:rotate [-- --servers-stopped]

Seals everything again with the first key of TOKEN_ENCRYPTION_KEYS, while Perennial goes on working.
  --servers-stopped   no server runs, so none needs to have been started with that key first`;

function readServersStopped(): boolean {
  try {
    const options = { "servers-stopped": { type: "boolean" }, help: { type: "boolean" } } as const;
    const { values } = parseArgs({ options });
    if (values.help !== true) return values["servers-stopped"] === true;
  } catch {
    throw new FriendlyError(USAGE);
  }
  throw new FriendlyError(USAGE);
}

async function rotate(serversStopped: boolean, { adapters, signal }: ServerCommand): Promise<void> {
  const { migrateDatabase } = await import("@/lib/db/migrate");
  const { serverContext } = await import("@/lib/services/context");
  const { rotateKeys } = await import("@/lib/services/rotate-keys");
  await migrateDatabase(adapters.settings.databaseUrl);
  const onProgress = (done: number, total: number): void => {
    console.log(`  ${done} of ${total} sealed texts …`);
  };
  const outcome = await rotateKeys(serverContext(adapters), { serversStopped, signal, onProgress });
  console.log(outcomeText(outcome));
  if (outcome.kind !== "rotated" || outcome.stillUsed.length > 0) process.exitCode = 1;
}

function outcomeText(outcome: RotateOutcome): string {
  switch (outcome.kind) {
    case "servers_behind":
      return `Nothing was changed: no server has been started with "${outcome.sealingKeyId}" as its first key, and those that run would go on sealing with the old one. Put "${outcome.sealingKeyId}" first in TOKEN_ENCRYPTION_KEYS on every server, restart each, and run this again. When all servers are stopped: npm run keys:rotate -- --servers-stopped`;
    case "stopped":
      return `Stopped after ${outcome.resealed} sealed texts. Everything can be read; run it again to go on.`;
    case "rotated":
      return rotatedText(outcome);
  }
}

function rotatedText({ sealingKeyId, resealed, damaged, stillUsed, removable }: RotateOutcome & { kind: "rotated" }) {
  const lines = [`${resealed} sealed texts were sealed again; "${sealingKeyId}" seals.`];
  if (damaged > 0) {
    lines.push(`${damaged} could not be opened: they were damaged before. Their accounts need a reconnect.`);
  }
  for (const { keyId, texts } of stillUsed.filter((use) => use.keyId !== "")) {
    lines.push(`"${keyId}" is still needed by ${texts} of them. Keep it.`);
  }
  if (damaged === 0 && stillUsed.length > 0) {
    lines.push(
      `Some server still seals with an old key: put "${sealingKeyId}" first there, restart it, and run this again.`,
    );
  }
  for (const id of removable) {
    lines.push(`"${id}" is no longer used: take it out of TOKEN_ENCRYPTION_KEYS on every server, and restart.`);
  }
  if (removable.length > 0) lines.push("Keep it elsewhere for as long as you keep backups that it sealed.");
  return lines.join("\n");
}

Promise.resolve()
  .then(() => {
    const serversStopped = readServersStopped();
    return runServerCommand((command) => rotate(serversStopped, command));
  })
  .then(() => process.exit(), endWith);
