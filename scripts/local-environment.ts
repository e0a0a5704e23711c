import { createApp } from "../simulator/app";
import type { LocalSecrets } from "./local-secrets";

/** The first person of every local server. */
export const OWNER = { name: "Ada Lindqvist", email: "owner@example.com" };

export interface LocalEnvironmentInput {
  port: number;
  databaseUrl: string;
  simulatorUrl: string;
  secrets: Pick<LocalSecrets, "sessionSecret" | "encryptionKeys">;
}

export function baseUrlOf(port: number): string {
  return `http://localhost:${port}`;
}

export function redirectUriOf(port: number): string {
  return `${baseUrlOf(port)}/api/auth/callback/instagram`;
}

/**
 * Every variable that the app reads, for a server that talks to the simulator. Those left blank are set all the same:
 * a person's own .env must not make a demo send mail or reach real accounts.
 */
export function localEnvironment({ port, databaseUrl, simulatorUrl, secrets }: LocalEnvironmentInput) {
  const { clientId, clientSecret, metaSecret } = createApp();
  return {
    DATABASE_URL: databaseUrl,
    NEXTAUTH_URL: baseUrlOf(port),
    NEXTAUTH_SECRET: secrets.sessionSecret,
    TOKEN_ENCRYPTION_KEYS: secrets.encryptionKeys,
    INSTAGRAM_CLIENT_ID: clientId,
    INSTAGRAM_CLIENT_SECRET: clientSecret,
    META_APP_SECRET: metaSecret,
    INSTAGRAM_SIMULATOR_URL: simulatorUrl,
    INSTAGRAM_SCOPES: "",
    INSTAGRAM_GRAPH_VERSION: "",
    OWNER_EMAIL: "",
    OWNER_PASSWORD: "",
    CRON_SECRET: "",
    SCHEDULER: "",
    RENEWAL_CONCURRENCY: "",
    ALLOW_PRIVATE_WEBHOOKS: "",
    SMTP_URL: "",
    MAIL_FROM: "",
    LOG_LEVEL: "",
    PORT: String(port),
  };
}
