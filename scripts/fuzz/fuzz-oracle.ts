import type { FuzzRequest } from "./fuzz-requests";
import { LONGEST_ANSWER, type RawOutcome } from "./send-raw";

export interface FuzzFinding {
  kind: "server_error" | "hang" | "secret" | "changed_state" | "redirect" | "injected_header" | "dead" | "memory";
  detail: string;
  /** The last request before it was seen, as it was sent; null where no single one is known. */
  request: string | null;
}

export interface Secret {
  name: string;
  value: string;
}

const SHORTEST_SECRET = 12;
const SHOWN = 300;

/** Looks at single answers. */
export class FuzzOracle {
  private readonly secrets: readonly Secret[];
  private readonly ownOrigins: ReadonlySet<string>;

  constructor(secrets: readonly Secret[], ownOrigins: readonly string[]) {
    this.secrets = secrets.filter(({ value }) => value.length >= SHORTEST_SECRET);
    this.ownOrigins = new Set(ownOrigins);
  }

  judge(request: FuzzRequest, outcome: RawOutcome): FuzzFinding[] {
    const about = describe(request);
    if (outcome.kind === "hung") {
      if (request.isIncomplete) return [];
      return [{ kind: "hang", detail: `no answer within ${LONGEST_ANSWER} ms`, request: about }];
    }
    if (outcome.kind === "closed") return [];
    const { status, headers, body } = outcome;
    const location = headers.find(([name]) => name === "location")?.[1];
    const text = `${headers.map(([name, value]) => `${name}: ${value}`).join("\n")}\n${body}`;
    return [
      ...(isServerError(request, status)
        ? [{ kind: "server_error" as const, detail: `${status}: ${body.slice(0, SHOWN)}`, request: about }]
        : []),
      ...(location === undefined || this.isOwn(location)
        ? []
        : [{ kind: "redirect" as const, detail: `sent on to ${location.slice(0, SHOWN)}`, request: about }]),
      ...headers
        .filter(([name]) => name === "x-injected" || (name === "set-cookie" && /^a=b/.test(headers.join())))
        .map(([name]) => ({ kind: "injected_header" as const, detail: `header ${name}`, request: about })),
      ...this.secrets
        .filter(({ value }) => holds(text, value) && !sentIt(request, value))
        .map(({ name }) => ({
          kind: "secret" as const,
          detail: `the answer (${status}) holds ${name}`,
          request: about,
        })),
    ];
  }

  private isOwn(location: string): boolean {
    if (location.startsWith("/") && !/^\/[/\\]/.test(location)) return true;
    return URL.canParse(location) && this.ownOrigins.has(new URL(location).origin);
  }
}

/** 503 is what the health check says of itself, and 501 what Node says of an encoding that nobody knows. */
function isServerError({ target }: FuzzRequest, status: number): boolean {
  if (status === 503) return !target.startsWith("/api/health");
  return status >= 500 && status !== 501;
}

function holds(text: string, secret: string): boolean {
  return [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)].some((one) => text.includes(one));
}

/** What somebody sends they may get back. */
function sentIt({ target, headers, body }: FuzzRequest, secret: string): boolean {
  return holds(`${target}\n${headers.flat().join("\n")}\n${body?.toString("utf8") ?? ""}`, secret);
}

export function describe({ who, method, target, headers, body }: FuzzRequest): string {
  const cookieless = headers.filter(([name]) => name !== "Cookie");
  const lines = [
    `${who}: ${method} ${target.slice(0, SHOWN)}`,
    ...cookieless.map((pair) => pair.join(": ").slice(0, SHOWN)),
  ];
  return `${lines.join("\n")}\n\n${body?.toString("utf8").slice(0, 2 * SHOWN) ?? ""}`;
}
