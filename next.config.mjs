// Plain JavaScript: for TypeScript the server would load a compiler of 23 MB at every start.

/** @type {import("next").NextConfig} */
const config = {
  reactStrictMode: true,
  poweredByHeader: false,
  serverExternalPackages: ["better-sqlite3", "@node-rs/argon2", "pg", "pino", "fxa-common-password-list"],
  // In development Next prints every request; Instagram's callback carries a code, and some addresses are secrets.
  logging: { incomingRequests: { ignore: [/^\/(?:api\/auth|calendar|badge|invite|reset-password)\//] } },
  // Browsers ask for it wherever no page has told them of another one.
  rewrites: async () => [{ source: "/favicon.ico", destination: "/icon.svg" }],
  experimental: { serverActions: { bodySizeLimit: "3mb" } },
};

export default config;
