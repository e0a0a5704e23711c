// Plain JavaScript: for TypeScript the server would load a compiler of 23 MB at every start.

/** @type {import("next").NextConfig} */
const config = {
  reactStrictMode: true,
  poweredByHeader: false,
  // Loaded by Node, once. Whatever Next bundles it bundles into every page anew, and a process holds all of them.
  serverExternalPackages: [
    "@node-rs/argon2",
    "@prisma/adapter-better-sqlite3",
    "@prisma/adapter-pg",
    "@simplewebauthn/server",
    "better-sqlite3",
    "csv-parse",
    "csv-stringify",
    "fxa-common-password-list",
    "ical.js",
    "image-size",
    "jose",
    "lossless-json",
    "nodemailer",
    "otpauth",
    "pg",
    "pino",
    "request-filtering-agent",
    "standardwebhooks",
    "zod",
  ],
  // In development Next prints every request; Instagram's callback carries a code, and some addresses are secrets.
  logging: { incomingRequests: { ignore: [/^\/(?:api\/auth|calendar|badge|invite|reset-password)\//] } },
  // Browsers ask for it wherever no page has told them of another one.
  rewrites: async () => [{ source: "/favicon.ico", destination: "/icon.svg" }],
  // All other headers depend on the settings or the path; see proxy.ts.
  headers: async () => [
    {
      source: "/_next/static/:path*",
      headers: [
        { key: "X-Content-Type-Options", value: "nosniff" },
        { key: "Cross-Origin-Resource-Policy", value: "same-origin" },
      ],
    },
  ],
  // No page uses Next's image optimiser; so it answers nobody.
  images: { unoptimized: true },
  // The largest form is an import; proxy.ts refuses more, and must see that it is more.
  experimental: { proxyClientMaxBodySize: "4mb", serverActions: { bodySizeLimit: "3mb" } },
};

export default config;
