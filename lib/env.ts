import "server-only";
import { z } from "zod";
import { isAppError } from "@/lib/domain/app-error";
import { passwordLength, SHORTEST_PASSWORD } from "@/lib/domain/password-rule";
import { parseScopes, REQUIRED_SCOPE } from "@/lib/domain/scopes";
import { type KeyRing, parseKeyRing } from "@/lib/vault/key-ring";

/** Everything that the outside may set, parsed. Names are a contract (README, "Settings"). */
export interface Settings {
  databaseUrl: string;
  /** Origin and path without a final slash; the only source of the redirect URI. */
  baseUrl: string;
  secret: string;
  keyRing: KeyRing;
  instagram: {
    credentials: { clientId: string; clientSecret: string } | null;
    /** The Meta app's own secret: another one that may sign callbacks. */
    metaAppSecret: string | null;
    scopes: string[];
    graphVersion: string;
    simulatorUrl: string | null;
  };
  owner: { email: string; password: string } | null;
  cronSecret: string | null;
  scheduler: boolean;
  /** Accounts that are renewed at once by one process. */
  renewalConcurrency: number;
  smtpUrl: string | null;
  mailFrom: string | null;
  /** Notices may go to private and loopback addresses. */
  allowPrivateWebhooks: boolean;
  logLevel: string;
}

const LOG_LEVELS = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;

const optional = z
  .string()
  .optional()
  .transform((text) => (text === undefined || text.trim() === "" ? undefined : text.trim()));

function required(problem: string) {
  return z.string(problem).trim().min(1, problem);
}

const httpUrl = (text: string): boolean => {
  const url = URL.canParse(text) ? new URL(text) : null;
  return (
    (url?.protocol === "http:" || url?.protocol === "https:") &&
    url.search === "" &&
    url.hash === "" &&
    url.username === "" &&
    url.password === ""
  );
};

const schema = z.object({
  DATABASE_URL: optional
    .transform((text) => text ?? "file:./data/perennial.db")
    .refine((text) => /^(file:.+|postgres(ql)?:\/\/.+)/.test(text), {
      error:
        "where the data lives. Write file:./data/perennial.db for SQLite or postgresql://user:password@host:5432/database.",
    }),
  NEXTAUTH_URL: required(
    "the address at which people open Perennial, and the only base of the redirect URI. Write for example https://perennial.example.com.",
  ).refine(httpUrl, { error: "must be a whole http(s) address without query, such as https://perennial.example.com." }),
  NEXTAUTH_SECRET: required("signs the session cookies. Make one: openssl rand -base64 32").min(
    32,
    "is too short to be safe; it needs 32 characters or more. Make one: openssl rand -base64 32",
  ),
  TOKEN_ENCRYPTION_KEYS: required(
    'seals the tokens. Make one: echo "k1:$(openssl rand -base64 32)" — and keep a copy outside this server.',
  ).transform((text, context) => {
    try {
      return parseKeyRing(text);
    } catch (error) {
      const message = isAppError(error) ? error.message.replace("TOKEN_ENCRYPTION_KEYS ", "") : "cannot be read.";
      context.addIssue({ code: "custom", message: `${message} Make one: echo "k1:$(openssl rand -base64 32)"` });
      return z.NEVER;
    }
  }),
  INSTAGRAM_CLIENT_ID: optional.refine((text) => text === undefined || /^\d{5,32}$/.test(text), {
    error:
      "is the Instagram app ID, digits only, from the Meta App Dashboard › Instagram › API setup with Instagram login.",
  }),
  INSTAGRAM_CLIENT_SECRET: optional,
  META_APP_SECRET: optional.refine((text) => text === undefined || text.length >= 16, {
    error:
      "is the app secret of Meta App Dashboard › App settings › Basic, 32 characters; leave it out when you are not sure.",
  }),
  INSTAGRAM_SCOPES: optional
    .transform((text) => parseScopes(text ?? REQUIRED_SCOPE))
    .refine((scopes) => scopes.includes(REQUIRED_SCOPE), {
      error: `must contain ${REQUIRED_SCOPE}; nothing works without it.`,
    })
    .refine((scopes) => scopes.every((scope) => /^[a-z_]+$/.test(scope)), {
      error:
        "is a comma-separated list of permissions, such as instagram_business_basic,instagram_business_manage_insights.",
    }),
  INSTAGRAM_GRAPH_VERSION: optional
    .transform((text) => text ?? "v25.0")
    .refine((text) => /^v\d{1,3}\.\d{1,2}$/.test(text), { error: "is a Graph API version such as v25.0." }),
  INSTAGRAM_SIMULATOR_URL: optional.refine((text) => text === undefined || httpUrl(text), {
    error:
      "replaces all of Instagram's hosts and must be an http(s) address such as http://localhost:4100. Leave it out in production.",
  }),
  OWNER_EMAIL: optional.refine((text) => text === undefined || z.email().safeParse(text).success, {
    error: "is the e-mail address of the owner account that is made at the first start.",
  }),
  OWNER_PASSWORD: z
    .string()
    .optional()
    .transform((text) => (text === "" ? undefined : text))
    .refine((text) => text === undefined || passwordLength(text) >= SHORTEST_PASSWORD, {
      error: `is the owner's first password and needs ${SHORTEST_PASSWORD} characters or more.`,
    }),
  CRON_SECRET: optional.refine((text) => text === undefined || text.length >= 16, {
    error:
      "is what an outside cron sends as bearer token; it needs 16 characters or more. Make one: openssl rand -hex 24",
  }),
  SCHEDULER: optional
    .transform((text) => text ?? "on")
    .refine((text) => text === "on" || text === "off", {
      error: 'is "on", or "off" where an outside cron drives the renewals.',
    }),
  RENEWAL_CONCURRENCY: optional
    .transform((text) => text ?? "8")
    .refine((text) => /^[1-9]\d{0,2}$/.test(text) && Number(text) <= 200, {
      error: "is how many accounts are renewed at once, 1 to 200; 8 is plenty for thousands.",
    }),
  ALLOW_PRIVATE_WEBHOOKS: optional
    .transform((text) => text ?? "false")
    .refine((text) => text === "true" || text === "false", {
      error: 'is "true" only where notices must reach addresses inside your own network, else "false".',
    }),
  PORT: optional.refine((text) => text === undefined || (/^\d{1,5}$/.test(text) && Number(text) < 65_536), {
    error: "is the port to listen on, 0 to 65535.",
  }),
  LOG_LEVEL: optional
    .transform((text) => text ?? "info")
    .refine((text) => LOG_LEVELS.some((level) => level === text), {
      error: `is one of ${LOG_LEVELS.join(", ")}.`,
    }),
  SMTP_URL: optional.refine((text) => text === undefined || /^smtps?:\/\/.+/.test(text), {
    error: "is the mail server, such as smtps://user:password@mail.example.com:465.",
  }),
  MAIL_FROM: optional,
});

/** Variables that only make sense together. */
const PAIRS = [
  ["INSTAGRAM_CLIENT_ID", "INSTAGRAM_CLIENT_SECRET"],
  ["OWNER_EMAIL", "OWNER_PASSWORD"],
] as const;

function pairProblems(environment: Record<string, string | undefined>): string[] {
  const isSet = (name: string): boolean => (environment[name] ?? "").trim() !== "";
  return PAIRS.filter(([one, other]) => isSet(one) !== isSet(other)).map(
    ([one, other]) => `${isSet(one) ? other : one}: is missing; ${one} and ${other} go together.`,
  );
}

/** One problem a variable, the most basic one: an empty secret need not be called too short as well. */
function firstProblems(issues: readonly z.core.$ZodIssue[]): string[] {
  const byName = new Map<string, string>();
  for (const { path, message } of issues) {
    const name = String(path[0]);
    if (!byName.has(name)) byName.set(name, `${name}: ${message}`);
  }
  return [...byName.values()];
}

export type SettingsResult = { ok: true; settings: Settings } | { ok: false; problems: string[] };

/** Parses the environment. All problems come at once, each with the variable's name, its purpose and a cure. */
export function parseSettings(environment: Record<string, string | undefined>): SettingsResult {
  const parsed = schema.safeParse(environment);
  const problems = pairProblems(environment);
  if (!parsed.success) {
    problems.push(...firstProblems(parsed.error.issues));
  }
  if (!parsed.success || problems.length > 0) return { ok: false, problems };
  const values = parsed.data;
  const { INSTAGRAM_CLIENT_ID: clientId, INSTAGRAM_CLIENT_SECRET: clientSecret } = values;
  const { OWNER_EMAIL: email, OWNER_PASSWORD: password } = values;
  return {
    ok: true,
    settings: {
      databaseUrl: values.DATABASE_URL,
      baseUrl: values.NEXTAUTH_URL.replace(/\/+$/, ""),
      secret: values.NEXTAUTH_SECRET,
      keyRing: values.TOKEN_ENCRYPTION_KEYS,
      instagram: {
        credentials: clientId !== undefined && clientSecret !== undefined ? { clientId, clientSecret } : null,
        metaAppSecret: values.META_APP_SECRET ?? null,
        scopes: values.INSTAGRAM_SCOPES,
        graphVersion: values.INSTAGRAM_GRAPH_VERSION,
        simulatorUrl: values.INSTAGRAM_SIMULATOR_URL?.replace(/\/+$/, "") ?? null,
      },
      owner: email !== undefined && password !== undefined ? { email, password } : null,
      cronSecret: values.CRON_SECRET ?? null,
      scheduler: values.SCHEDULER === "on",
      renewalConcurrency: Number(values.RENEWAL_CONCURRENCY),
      allowPrivateWebhooks: values.ALLOW_PRIVATE_WEBHOOKS === "true",
      smtpUrl: values.SMTP_URL ?? null,
      mailFrom: values.MAIL_FROM ?? null,
      logLevel: values.LOG_LEVEL,
    },
  };
}

/** Where the data lives, for those who need nothing else; null when it cannot be read. */
export function parseDatabaseUrl(environment: Record<string, string | undefined>): string | null {
  return schema.shape.DATABASE_URL.safeParse(environment.DATABASE_URL).data ?? null;
}

/** The message of a refused start. */
export function settingsProblemText(problems: readonly string[]): string {
  const lines = problems.map((problem) => `  - ${problem}`).join("\n");
  return `Perennial cannot start: ${problems.length === 1 ? "one setting needs" : `${problems.length} settings need`} your attention.\n${lines}\nSet them in .env or in the environment; .env.example explains each one.\n`;
}

const CACHE = Symbol.for("perennial.settings");

/**
 * The settings of this process, parsed once.
 *
 * @throws Error when the environment is not usable; the start has refused before that.
 */
export function settings(): Settings {
  const store = globalThis as { [CACHE]?: Settings };
  if (store[CACHE] === undefined) {
    const result = parseSettings(process.env);
    if (!result.ok) throw new Error(settingsProblemText(result.problems));
    store[CACHE] = result.settings;
  }
  return store[CACHE];
}
