import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { postgresqlSchema } from "../prisma/postgresql-schema";

// Generates both database clients from the one model file, and nothing when they are up to date.
const root = join(import.meta.dirname, "..");
const generated = join(root, "lib/db/generated");
const schema = readFileSync(join(root, "prisma/schema.prisma"), "utf8");
const stamp = createHash("sha256")
  .update(schema)
  .update(readFileSync(join(root, "package-lock.json")))
  .digest("hex");
const stampFile = join(generated, "stamp");

if (!existsSync(stampFile) || readFileSync(stampFile, "utf8") !== stamp) {
  mkdirSync(generated, { recursive: true });
  const twin = join(generated, "schema.postgresql.prisma");
  writeFileSync(twin, postgresqlSchema(schema, "./postgresql"));
  for (const file of ["prisma/schema.prisma", twin]) {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [join(root, "node_modules/prisma/build/index.js"), "generate", "--schema", file],
      {
        cwd: root,
        encoding: "utf8",
        env: { ...process.env, PRISMA_HIDE_UPDATE_MESSAGE: "1", CHECKPOINT_DISABLE: "1" },
      },
    );
    if (status !== 0) {
      console.error(`prisma generate failed for ${file}.\n${stdout}${stderr}`);
      process.exit(1);
    }
  }
  writeFileSync(stampFile, stamp);
}
