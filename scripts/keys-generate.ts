import { isAppError } from "@/lib/domain/app-error";
import { endWith, FriendlyError } from "./friendly-error";
import { loadEnvironment } from "./server-database";

/** Prints a new key and what to do with it. Writes nothing anywhere: the key exists on this screen only. */
async function generate(): Promise<void> {
  await loadEnvironment();
  const { makeKeyEntry, parseKeyRing } = await import("../lib/vault/key-ring");
  const present = (process.env.TOKEN_ENCRYPTION_KEYS ?? "").trim();
  const ids = present === "" ? [] : [...parseKeyRing(present).keys.keys()];
  const entry = makeKeyEntry(ids);
  const [id] = entry.split(":");
  console.log(`\n${entry}\n\nKeep a copy outside this server: without it, what it seals is lost.`);
  if (ids.length === 0) {
    console.log("Set TOKEN_ENCRYPTION_KEYS to it, then start Perennial.\n");
    return;
  }
  console.log(`
1. On every server put it in front of what TOKEN_ENCRYPTION_KEYS holds now (${ids.join(", ")}), with a comma between,
   and restart. From then on "${id}" seals, and all of them open.
2. Run: npm run keys:rotate
   It seals everything again while Perennial goes on working, and says which old key can go.
3. Take the old key out of TOKEN_ENCRYPTION_KEYS on every server, and restart.

docs/keys.md tells more.
`);
}

generate().then(
  () => process.exit(0),
  (error: unknown) => endWith(isAppError(error) ? new FriendlyError(error.message) : error),
);
