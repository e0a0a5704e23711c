import type { NextConfig } from "next";

const config: NextConfig = {
  reactStrictMode: true,
  poweredByHeader: false,
  serverExternalPackages: ["better-sqlite3", "@node-rs/argon2", "pg", "pino"],
  experimental: { serverActions: { bodySizeLimit: "2mb" } },
};

export default config;
