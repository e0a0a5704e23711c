import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SECOND } from "@/lib/domain/durations";
import type { AppServer } from "../app-server";
import { type FuzzReport, fuzz } from "./fuzz-run";
import { type FuzzWorld, openFuzzWorld } from "./fuzz-world";
import { type PlantedBug, startBuggyServer } from "./planted-bugs";

const SEED = 7;
/** Milliseconds. */
const SHORT_RUN = 12 * SECOND;
const MOST_SEARCH = 60 * SECOND;

describe("a fuzz run", () => {
  let opened: FuzzWorld;
  let server: AppServer & { url: string };

  beforeAll(async () => {
    opened = await openFuzzWorld(null);
    server = await opened.world.startServer();
  });
  afterAll(async () => {
    await server.stop();
    await opened.world.close();
  });

  const run = (url: string, duration: number, stopAtFirst: boolean): Promise<FuzzReport> =>
    fuzz(opened, { seed: SEED, duration, url, pid: server.pid, stopAtFirst });

  it("over every address finds no fault, no hang, no secret and no change without a session", async () => {
    expect(opened.material.entries.length).toBeGreaterThan(40);
    expect(opened.material.actions.length).toBeGreaterThan(20);
    const { requests, statuses, findings } = await run(server.url, SHORT_RUN, false);
    expect(findings).toEqual([]);
    expect(requests).toBeGreaterThan(100);
    expect(Object.keys(statuses)).toEqual(expect.arrayContaining(["200", "400", "403", "404"]));
  });

  const secret = (name: string): string => opened.secrets.find((one) => one.name === name)?.value ?? "";
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
          await opened.world.adapters.db.connectedAccount.updateMany({ data: { label: String(request.url) } });
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
    const buggy = await startBuggyServer(server.url, bug);
    try {
      const { findings } = await run(buggy.url, MOST_SEARCH, true);
      expect(findings).toContainEqual(expect.objectContaining({ kind: bug.finding }));
    } finally {
      await buggy.close();
    }
  });
});
