import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DatabaseKind } from "@/lib/db/database-url";
import { SECOND } from "@/lib/domain/durations";
import { createTestDatabase } from "@/lib/test/harness";
import type { AppServer } from "../app-server";
import { type FuzzReport, fuzz } from "./fuzz-run";
import { type FuzzWorld, openFuzzWorld } from "./fuzz-world";
import { type PlantedBug, startBuggyServer } from "./planted-bugs";

const SEED = 7;
/** Milliseconds. */
const SHORT_RUN = 12 * SECOND;
const MOST_SEARCH = 60 * SECOND;

interface Running {
  opened: FuzzWorld;
  server: AppServer & { url: string };
}

async function start(kind: DatabaseKind): Promise<Running> {
  const opened = await openFuzzWorld(kind === "postgresql" ? (await createTestDatabase(kind)).url : null);
  return { opened, server: await opened.world.startServer() };
}

async function stop({ opened, server }: Running): Promise<void> {
  await server.stop();
  await opened.world.close();
}

function run({ opened, server }: Running, url: string, duration: number, stopAtFirst: boolean): Promise<FuzzReport> {
  return fuzz(opened, { seed: SEED, duration, url, pid: server.pid, stopAtFirst });
}

describe.each<DatabaseKind>(["sqlite", "postgresql"])("a fuzz run on %s", (kind) => {
  let running: Running;

  beforeAll(async () => {
    running = await start(kind);
  });
  afterAll(() => stop(running));

  it("over every address finds no fault, no hang, no secret and no change without a session", async () => {
    const { material } = running.opened;
    expect(material.entries.length).toBeGreaterThan(40);
    expect(material.actions.length).toBeGreaterThan(20);
    const { requests, statuses, findings } = await run(running, running.server.url, SHORT_RUN, false);
    expect(findings).toEqual([]);
    expect(requests).toBeGreaterThan(100);
    expect(Object.keys(statuses)).toEqual(expect.arrayContaining(["200", "400", "403", "404"]));
  });
});

describe("a fuzz run over a server with a fault", () => {
  let running: Running;

  beforeAll(async () => {
    running = await start("sqlite");
  });
  afterAll(() => stop(running));

  const secret = (name: string): string => running.opened.secrets.find((one) => one.name === name)?.value ?? "";
  const bugs: PlantedBug[] = [
    {
      name: "a handler that throws",
      finding: "server_error",
      act: (request, response) => request.method === "DELETE" && response.writeHead(500).end("TypeError") !== null,
    },
    {
      name: "a handler that never answers",
      finding: "hang",
      act: (request) => request.method === "PATCH",
    },
    {
      name: "a page that tells a token",
      finding: "secret",
      spoil: (request, body) => (request.url?.startsWith("/settings") ? body + secret("a token of Instagram") : body),
    },
    {
      name: "an error that tells another person's session",
      finding: "secret",
      spoil: (_, body) => body.replace(/"error":"/, `"error":"${secret("the owner's session")} `),
    },
    {
      name: "a change that asks for no session",
      finding: "changed_state",
      act: async (request) => {
        if (request.method === "PUT") {
          await running.opened.world.adapters.db.connectedAccount.updateMany({ data: { label: String(request.url) } });
        }
        return false;
      },
    },
    {
      name: "a redirect to wherever the address says",
      finding: "redirect",
      act: (request, response) =>
        /next=/.test(request.url ?? "") && response.writeHead(302, { location: "//evil.example/" }).end() !== null,
    },
    {
      name: "a header made of what was sent",
      finding: "injected_header",
      act: (request, response) => {
        if (!/%0d%0a/i.test(request.url ?? "")) return false;
        response.writeHead(200, { "x-injected": "1" }).end();
        return true;
      },
    },
  ];

  it.each(bugs)("notices $name", async (bug) => {
    const buggy = await startBuggyServer(running.server.url, bug);
    try {
      const { findings } = await run(running, buggy.url, MOST_SEARCH, true);
      expect(findings).toContainEqual(expect.objectContaining({ kind: bug.finding }));
    } finally {
      await buggy.close();
    }
  });
});
