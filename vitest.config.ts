import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL(".", import.meta.url));

const shared = {
  resolve: {
    alias: [
      { find: "server-only", replacement: `${root}lib/test/server-only.ts` },
      { find: /^@\//, replacement: root },
    ],
  },
};

export default defineConfig({
  test: {
    projects: [
      {
        ...shared,
        test: {
          name: "unit",
          include: ["{lib,simulator,simulation,scripts,prisma,components}/**/*.test.ts"],
          exclude: ["**/*.integration.test.ts", "**/*.process.test.ts", "**/node_modules/**"],
          // A zone with an odd offset: a rule that reads local time by mistake fails here.
          env: { TZ: "Asia/Kathmandu" },
        },
      },
      {
        ...shared,
        test: {
          name: "integration",
          include: ["{lib,prisma,scripts,simulation}/**/*.integration.test.ts"],
          env: { TZ: "Asia/Kathmandu" },
          globalSetup: ["lib/test/global-setup.ts"],
          setupFiles: ["lib/test/fail-on-console.ts"],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
        },
      },
      {
        ...shared,
        test: {
          // Real servers of the production build, killed, stopped and doubled.
          name: "processes",
          include: ["scripts/**/*.process.test.ts"],
          globalSetup: ["lib/test/global-setup.ts", "scripts/processes/ensure-build.ts"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
        },
      },
    ],
  },
});
