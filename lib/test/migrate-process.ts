import { migrateDatabase } from "../db/migrate";

// A process of its own for tests of two servers that start at once.
await migrateDatabase(process.argv[2] ?? "");
