import "server-only";
import { DATA_DELETION_PATH, DEAUTHORIZE_PATH } from "@/lib/domain/callback-rule";
import packageFile from "@/package.json" with { type: "json" };
import type { Adapters } from "./context";
import { redirectUri } from "./exchange-code";

export interface VariableFact {
  name: string;
  isSet: boolean;
  purpose: string;
  secret: boolean;
  /** Never a secret's. */
  value?: string;
}

export interface ServerFacts {
  redirectUri: string;
  /** What Meta calls when somebody removes the app, or asks for their data to be erased. */
  deauthorizeUrl: string;
  dataDeletionUrl: string;
  baseUrl: string;
  https: boolean;
  simulator: boolean;
  instagramConfigured: boolean;
  variables: VariableFact[];
  scopes: string[];
  version: string;
  databaseKind: "SQLite" | "PostgreSQL";
}

/** What the set-up guide shows of this server's configuration. */
export function serverFacts({ settings, db }: Adapters): ServerFacts {
  const { instagram, baseUrl } = settings;
  const configured = instagram.credentials !== null;
  return {
    redirectUri: redirectUri(baseUrl),
    deauthorizeUrl: `${baseUrl}${DEAUTHORIZE_PATH}`,
    dataDeletionUrl: `${baseUrl}${DATA_DELETION_PATH}`,
    baseUrl,
    https: baseUrl.startsWith("https://"),
    simulator: instagram.simulatorUrl !== null,
    instagramConfigured: configured,
    scopes: instagram.scopes,
    version: packageFile.version,
    databaseKind: db.kind === "sqlite" ? "SQLite" : "PostgreSQL",
    variables: [
      fact("NEXTAUTH_URL", "the address of this server, base of the redirect URI", baseUrl),
      { name: "NEXTAUTH_SECRET", isSet: true, purpose: "signs the session cookies", secret: true },
      { name: "TOKEN_ENCRYPTION_KEYS", isSet: true, purpose: "seals the tokens", secret: true },
      fact("INSTAGRAM_CLIENT_ID", "the Instagram app ID, not the Meta app ID", instagram.credentials?.clientId),
      {
        name: "INSTAGRAM_CLIENT_SECRET",
        isSet: configured,
        purpose: "the Instagram app secret, not the Meta one",
        secret: true,
      },
      secretFact(
        "META_APP_SECRET",
        "the Meta app secret, in case Meta signs its callbacks with it",
        instagram.metaAppSecret,
      ),
      fact("INSTAGRAM_SCOPES", "the permissions that are asked for", instagram.scopes.join(",")),
      fact("INSTAGRAM_GRAPH_VERSION", "the Graph API version for profiles", instagram.graphVersion),
      fact("SCHEDULER", "whether this server renews by itself", settings.scheduler ? "on" : "off"),
      secretFact("CRON_SECRET", "lets an outside cron drive the renewals", settings.cronSecret),
      fact("RENEWAL_CONCURRENCY", "accounts that are renewed at once", String(settings.renewalConcurrency)),
      // It may hold the mail server's password.
      secretFact("SMTP_URL", "the mail server for notices, invitations and links to new passwords", settings.smtpUrl),
      fact("MAIL_FROM", "the sender of notices", settings.mailFrom ?? undefined),
      fact(
        "ALLOW_PRIVATE_WEBHOOKS",
        "whether notices may go to private addresses",
        String(settings.allowPrivateWebhooks),
      ),
    ],
  };
}

function secretFact(name: string, purpose: string, value: string | null): VariableFact {
  return { name, isSet: value !== null, purpose, secret: true };
}

function fact(name: string, purpose: string, value: string | undefined): VariableFact {
  return { name, isSet: value !== undefined, purpose, secret: false, ...(value === undefined ? {} : { value }) };
}
