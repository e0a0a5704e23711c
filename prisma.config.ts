import { defineConfig } from "prisma/config";

// `prisma generate` asks for an engine that it never runs.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath;

export default defineConfig({
  schema: "prisma/schema.prisma",
});
