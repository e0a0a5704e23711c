import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { utf16Text } from "@/lib/test/utf16-text";
import { parseSettings, type Settings, settingsProblemText } from "./env";

const KEY = Buffer.alloc(32, 1).toString("base64");
const MINIMUM = {
  NEXTAUTH_URL: "https://perennial.example.com",
  NEXTAUTH_SECRET: "s".repeat(32),
  TOKEN_ENCRYPTION_KEYS: `k1:${KEY}`,
};

function good(change: Record<string, string | undefined> = {}): Settings {
  const result = parseSettings({ ...MINIMUM, ...change });
  if (!result.ok) throw new Error(result.problems.join("\n"));
  return result.settings;
}

function problems(change: Record<string, string | undefined>): string[] {
  const result = parseSettings({ ...MINIMUM, ...change });
  return result.ok ? [] : result.problems;
}

describe("the settings", () => {
  test("have a default wherever one is possible", () => {
    const { keyRing, ...settings } = good();
    expect(settings).toEqual({
      databaseUrl: "file:./data/perennial.db",
      baseUrl: "https://perennial.example.com",
      secret: "s".repeat(32),
      instagram: {
        credentials: null,
        metaAppSecret: null,
        scopes: ["instagram_business_basic"],
        graphVersion: "v25.0",
        simulatorUrl: null,
      },
      owner: null,
      cronSecret: null,
      scheduler: true,
      renewalConcurrency: 8,
      smtpUrl: null,
      mailFrom: null,
      allowPrivateWebhooks: false,
      logLevel: "info",
    });
    expect(keyRing.sealingKeyId).toBe("k1");
  });

  test("take every variable of the contract", () => {
    const { keyRing, ...settings } = good({
      DATABASE_URL: "postgresql://perennial:pw@db:5432/perennial?sslmode=require",
      NEXTAUTH_URL: "https://example.com/perennial/",
      NEXTAUTH_SECRET: "x".repeat(40),
      TOKEN_ENCRYPTION_KEYS: `k2:${Buffer.alloc(32, 2).toString("base64")},k1:${KEY}`,
      INSTAGRAM_CLIENT_ID: "990602627938098",
      INSTAGRAM_CLIENT_SECRET: "5f0c1d6a7e8b49c2a1d3e4f506172839",
      META_APP_SECRET: "c2b7e0914d3f4a68b5a0917e6f2d8c43",
      INSTAGRAM_SCOPES: "instagram_business_manage_insights, instagram_business_basic",
      INSTAGRAM_GRAPH_VERSION: "v26.0",
      INSTAGRAM_SIMULATOR_URL: "http://localhost:4100/",
      OWNER_EMAIL: "ada@example.com",
      OWNER_PASSWORD: " a pass phrase ",
      CRON_SECRET: "c".repeat(16),
      SCHEDULER: "off",
      RENEWAL_CONCURRENCY: "50",
      ALLOW_PRIVATE_WEBHOOKS: "true",
      PORT: "8080",
      LOG_LEVEL: "debug",
      SMTP_URL: "smtps://user:pw@mail.example.com:465",
      MAIL_FROM: "Perennial <no-reply@example.com>",
    });
    expect(settings).toEqual({
      databaseUrl: "postgresql://perennial:pw@db:5432/perennial?sslmode=require",
      baseUrl: "https://example.com/perennial",
      secret: "x".repeat(40),
      instagram: {
        credentials: { clientId: "990602627938098", clientSecret: "5f0c1d6a7e8b49c2a1d3e4f506172839" },
        metaAppSecret: "c2b7e0914d3f4a68b5a0917e6f2d8c43",
        scopes: ["instagram_business_basic", "instagram_business_manage_insights"],
        graphVersion: "v26.0",
        simulatorUrl: "http://localhost:4100",
      },
      owner: { email: "ada@example.com", password: " a pass phrase " },
      cronSecret: "c".repeat(16),
      scheduler: false,
      renewalConcurrency: 50,
      allowPrivateWebhooks: true,
      smtpUrl: "smtps://user:pw@mail.example.com:465",
      mailFrom: "Perennial <no-reply@example.com>",
      logLevel: "debug",
    });
    expect([...keyRing.keys.keys()]).toEqual(["k2", "k1"]);
  });

  test("lose the blanks and line breaks that copying brings", () => {
    const settings = good({
      NEXTAUTH_URL: " https://perennial.example.com// \n",
      NEXTAUTH_SECRET: ` ${"s".repeat(32)}\r\n`,
      INSTAGRAM_CLIENT_ID: " 990602627938098 ",
      INSTAGRAM_CLIENT_SECRET: "\tabc ",
    });
    expect(settings.baseUrl).toBe("https://perennial.example.com");
    expect(settings.secret).toBe("s".repeat(32));
    expect(settings.instagram.credentials).toEqual({ clientId: "990602627938098", clientSecret: "abc" });
  });

  test("that are empty or blank count as not set", () => {
    const names = ["DATABASE_URL", "INSTAGRAM_CLIENT_ID", "INSTAGRAM_CLIENT_SECRET", "INSTAGRAM_SCOPES", "OWNER_EMAIL"];
    const more = [
      "INSTAGRAM_GRAPH_VERSION",
      "INSTAGRAM_SIMULATOR_URL",
      "CRON_SECRET",
      "SCHEDULER",
      "PORT",
      "LOG_LEVEL",
    ];
    for (const blank of ["", "  "]) {
      const change = Object.fromEntries([...names, ...more, "SMTP_URL", "MAIL_FROM"].map((name) => [name, blank]));
      expect(good(change)).toEqual(good());
    }
    expect(good({ OWNER_PASSWORD: "" })).toEqual(good());
  });

  test.each([
    ["DATABASE_URL", "file:/var/lib/perennial.db"],
    ["DATABASE_URL", "postgres://u:p@h/d"],
    ["NEXTAUTH_URL", "http://localhost:3000"],
    ["NEXTAUTH_URL", "https://[::1]:8443/sub/path"],
    ["INSTAGRAM_GRAPH_VERSION", "v100.0"],
    ["SCHEDULER", "on"],
    ["PORT", "0"],
    ["PORT", "65535"],
    ["LOG_LEVEL", "silent"],
    ["SMTP_URL", "smtp://localhost:25"],
  ])("take %s=%s", (name, value) => {
    expect(problems({ [name]: value })).toEqual([]);
  });
});

describe("a wrong start", () => {
  test.each<[string, string | undefined, RegExp]>([
    ["DATABASE_URL", "mysql://u:p@h/d", /Write file:\.\/data\/perennial\.db for SQLite or postgresql:/],
    ["DATABASE_URL", "file:", /Write file:/],
    ["DATABASE_URL", "./data/perennial.db", /Write file:/],
    ["NEXTAUTH_URL", undefined, /only base of the redirect URI\. Write for example https:/],
    ["NEXTAUTH_URL", "", /Write for example https:/],
    ["NEXTAUTH_URL", "perennial.example.com", /whole http\(s\) address/],
    ["NEXTAUTH_URL", "ftp://perennial.example.com", /whole http\(s\) address/],
    ["NEXTAUTH_URL", "https://perennial.example.com/?a=1", /whole http\(s\) address without query/],
    ["NEXTAUTH_URL", "https://perennial.example.com/#x", /whole http\(s\) address/],
    ["NEXTAUTH_URL", "https://user:pw@perennial.example.com", /whole http\(s\) address/],
    ["NEXTAUTH_URL", "https://:pw@perennial.example.com", /whole http\(s\) address/],
    ["NEXTAUTH_URL", "javascript:alert(1)", /whole http\(s\) address/],
    ["NEXTAUTH_SECRET", undefined, /openssl rand -base64 32/],
    ["NEXTAUTH_SECRET", "   ", /signs the session cookies.*openssl rand -base64 32/],
    ["NEXTAUTH_SECRET", "s".repeat(31), /too short.*openssl rand -base64 32/],
    ["NEXTAUTH_SECRET", ` ${"s".repeat(31)} `, /too short/],
    ["TOKEN_ENCRYPTION_KEYS", undefined, /openssl rand -base64 32.*keep a copy/],
    ["TOKEN_ENCRYPTION_KEYS", "", /keep a copy outside this server/],
    ["TOKEN_ENCRYPTION_KEYS", KEY, /id:base64.*openssl rand -base64 32/],
    ["TOKEN_ENCRYPTION_KEYS", "k1:short", /"k1" is not 32 bytes.*openssl/],
    ["TOKEN_ENCRYPTION_KEYS", `k1:${KEY},k1:${KEY}`, /"k1" stands there twice/],
    ["INSTAGRAM_SCOPES", "instagram_business_manage_insights", /must contain instagram_business_basic/],
    ["INSTAGRAM_SCOPES", "instagram_business_basic;x-y", /must contain/],
    ["INSTAGRAM_SCOPES", "instagram_business_basic,Admin", /comma-separated list/],
    ["INSTAGRAM_GRAPH_VERSION", "25.0", /such as v25\.0/],
    ["INSTAGRAM_GRAPH_VERSION", "v25.0/..", /such as v25\.0/],
    ["INSTAGRAM_SIMULATOR_URL", "localhost:4100", /such as http:\/\/localhost:4100/],
    ["INSTAGRAM_SIMULATOR_URL", "http://localhost:4100/?x", /http\(s\) address/],
    ["CRON_SECRET", "c".repeat(15), /16 characters or more.*openssl rand -hex 24/],
    ["SCHEDULER", "yes", /"on", or "off"/],
    ["RENEWAL_CONCURRENCY", "0", /1 to 200/],
    ["RENEWAL_CONCURRENCY", "201", /1 to 200/],
    ["RENEWAL_CONCURRENCY", "8.5", /1 to 200/],
    ["ALLOW_PRIVATE_WEBHOOKS", "yes", /"true" only where/],
    ["PORT", "65536", /0 to 65535/],
    ["PORT", "http", /0 to 65535/],
    ["PORT", "-1", /0 to 65535/],
    ["LOG_LEVEL", "verbose", /is one of fatal, error, warn, info, debug, trace, silent/],
    ["SMTP_URL", "mail.example.com", /such as smtps:/],
  ])("by %s=%s is named once, with its cure", (name, value, cure) => {
    const found = problems({ [name]: value });
    expect(found).toHaveLength(1);
    expect(found[0]?.startsWith(`${name}: `)).toBe(true);
    expect(found[0]).toMatch(cure);
  });

  test.each<[string, Record<string, string>, string, RegExp]>([
    [
      "an app id without its secret",
      { INSTAGRAM_CLIENT_ID: "990602627938098" },
      "INSTAGRAM_CLIENT_SECRET",
      /go together/,
    ],
    ["an app secret without its id", { INSTAGRAM_CLIENT_SECRET: "abc" }, "INSTAGRAM_CLIENT_ID", /go together/],
    ["an owner without a password", { OWNER_EMAIL: "ada@example.com" }, "OWNER_PASSWORD", /go together/],
    ["a password without an owner", { OWNER_PASSWORD: "p".repeat(12) }, "OWNER_EMAIL", /go together/],
    [
      "an app id that is a name",
      { INSTAGRAM_CLIENT_ID: "my app", INSTAGRAM_CLIENT_SECRET: "abc" },
      "INSTAGRAM_CLIENT_ID",
      /digits only/,
    ],
    [
      "an owner without an address",
      { OWNER_EMAIL: "ada", OWNER_PASSWORD: "p".repeat(12) },
      "OWNER_EMAIL",
      /e-mail address/,
    ],
    [
      "an owner's password of 11 characters",
      { OWNER_EMAIL: "ada@example.com", OWNER_PASSWORD: "p".repeat(11) },
      "OWNER_PASSWORD",
      /12 characters or more/,
    ],
  ])("by %s is told", (_, change, name, cure) => {
    const found = problems(change);
    expect(found).toHaveLength(1);
    expect(found[0]?.startsWith(`${name}: `)).toBe(true);
    expect(found[0]).toMatch(cure);
  });

  test("tells all problems at once, one for each variable", () => {
    const result = parseSettings({
      DATABASE_URL: "x",
      NEXTAUTH_URL: "",
      NEXTAUTH_SECRET: "",
      TOKEN_ENCRYPTION_KEYS: "x",
      INSTAGRAM_CLIENT_ID: "x",
      INSTAGRAM_SCOPES: "X",
      INSTAGRAM_GRAPH_VERSION: "x",
      INSTAGRAM_SIMULATOR_URL: "x",
      OWNER_EMAIL: "x",
      OWNER_PASSWORD: "x",
      CRON_SECRET: "x",
      SCHEDULER: "x",
      PORT: "x",
      LOG_LEVEL: "x",
      SMTP_URL: "x",
    });
    const names = (result.ok ? [] : result.problems).map((problem) => problem.split(":")[0]).sort();
    expect(names).toEqual([
      "CRON_SECRET",
      "DATABASE_URL",
      "INSTAGRAM_CLIENT_ID",
      "INSTAGRAM_CLIENT_SECRET",
      "INSTAGRAM_GRAPH_VERSION",
      "INSTAGRAM_SCOPES",
      "INSTAGRAM_SIMULATOR_URL",
      "LOG_LEVEL",
      "NEXTAUTH_SECRET",
      "NEXTAUTH_URL",
      "OWNER_EMAIL",
      "OWNER_PASSWORD",
      "PORT",
      "SCHEDULER",
      "SMTP_URL",
      "TOKEN_ENCRYPTION_KEYS",
    ]);
  });

  test("shows no secret that was set, good or bad", () => {
    const secret = "hunter2hunt";
    const result = parseSettings({
      NEXTAUTH_SECRET: secret,
      TOKEN_ENCRYPTION_KEYS: `k1:${secret}`,
      CRON_SECRET: secret,
      OWNER_PASSWORD: secret,
      SMTP_URL: `user:${secret}@mail`,
      DATABASE_URL: `mysql://u:${secret}@h/d`,
      INSTAGRAM_CLIENT_SECRET: secret,
      META_APP_SECRET: secret,
    });
    expect(JSON.stringify(result)).not.toContain(secret);
    expect(result.ok).toBe(false);
  });

  test("never ends in an exception, whatever is set", () => {
    const names = [
      "DATABASE_URL",
      "NEXTAUTH_URL",
      "NEXTAUTH_SECRET",
      "TOKEN_ENCRYPTION_KEYS",
      "INSTAGRAM_SCOPES",
      "PORT",
    ];
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...names), utf16Text()), (environment) => {
        expect(() => parseSettings(environment)).not.toThrow();
      }),
    );
  });
});

describe("the message of a refused start", () => {
  test("lists the problems and says where to set them", () => {
    expect(settingsProblemText(["A: is missing.", "B: is wrong."])).toBe(
      "Perennial cannot start: 2 settings need your attention.\n  - A: is missing.\n  - B: is wrong.\nSet them in .env or in the environment; .env.example explains each one.\n",
    );
  });

  test("speaks of one problem as one", () => {
    expect(settingsProblemText(["A: is missing."])).toMatch(
      /^Perennial cannot start: one setting needs your attention\./,
    );
  });
});
