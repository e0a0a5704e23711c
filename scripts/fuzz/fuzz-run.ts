import { execFileSync } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";
import type { Database } from "@/lib/db/client";
import { SECOND } from "@/lib/domain/durations";
import { type FuzzFinding, FuzzOracle } from "./fuzz-oracle";
import { FuzzRandom } from "./fuzz-random";
import { type FuzzRequest, makeRequest, type Who } from "./fuzz-requests";
import { changedTables, readState } from "./fuzz-state";
import type { FuzzWorld } from "./fuzz-world";
import { type RawOutcome, sendRaw } from "./send-raw";

const AT_ONCE = 6;
/** Requests between two looks at the database, and after which a person signs in anew. */
const ROUND = 60;
const KILOBYTE = 1024;
/** Bytes. What a server may have grown to at the end. */
const MOST_MEMORY = 700 * KILOBYTE * KILOBYTE;
const MOST_FINDINGS = 400;
/** Milliseconds. */
const LONGEST_BATCH = 30_000;
const BATCH_LOOK_INTERVAL = 50;
/** In turns, so that each gets its share however short the run is. */
const TURNS: readonly Who[] = ["nobody", "viewer", "nobody", "manager"];

export interface FuzzOptions {
  seed: number | string;
  /** Milliseconds. */
  duration: number;
  /** Where the requests go: the server itself, or something in front of it. */
  url: string;
  /** The server's process. */
  pid: number;
  /** True: the first finding ends the run. */
  stopAtFirst?: boolean;
}

export interface FuzzReport {
  requests: number;
  /** Answers by their status; 0: the connection was closed, or nobody was owed an answer. */
  statuses: Record<string, number>;
  /** Bytes. */
  memory: number;
  findings: FuzzFinding[];
}

/** What a manager's turn has begun goes on by itself, and would look like the next one's doing. */
async function waitForBatches(db: Database): Promise<void> {
  const deadline = performance.now() + LONGEST_BATCH;
  while (performance.now() < deadline && (await db.batchRun.count({ where: { finishedAt: null } })) > 0) {
    await pause(BATCH_LOOK_INTERVAL);
  }
}

/** Sends requests until the time is over, in turns as nobody, as a viewer and as a manager, and judges the answers. */
export async function fuzz({ world, material, secrets, signIn }: FuzzWorld, options: FuzzOptions): Promise<FuzzReport> {
  const { seed, duration, url, pid, stopAtFirst = false } = options;
  const random = new FuzzRandom(seed);
  const { db, settings } = world.adapters;
  const own = [settings.baseUrl, settings.instagram.simulatorUrl ?? "", url].map((one) => new URL(one).origin);
  const oracle = new FuzzOracle(secrets, own);
  const findings: FuzzFinding[] = [];
  const statuses: Record<string, number> = {};
  let requests = 0;
  const isOver = (): boolean => findings.length >= (stopAtFirst ? 1 : MOST_FINDINGS) || performance.now() > end;
  const end = performance.now() + duration;

  for (let turn = 0; !isOver(); turn += 1) {
    const who = TURNS[turn % TURNS.length] ?? "nobody";
    const cookie = who === "nobody" ? null : await signIn(who);
    await waitForBatches(db);
    const before = await readState(db, who);
    let last: FuzzRequest | null = null;
    for (let sent = 0; sent < ROUND && !isOver(); sent += AT_ONCE) {
      const group = Array.from({ length: AT_ONCE }, () => makeRequest(random, material, who, cookie));
      const outcomes = await Promise.all(group.map((request) => sendRaw(url, request)));
      outcomes.forEach((outcome, index) => {
        const request = group[index];
        if (request === undefined) return;
        count(statuses, outcome);
        findings.push(...oracle.judge(request, outcome));
      });
      requests += group.length;
      last = group.at(-1) ?? null;
    }
    for (const table of changedTables(before, await readState(db, who))) {
      const detail = `requests of ${who} ${requests - ROUND + 1} to ${requests} changed ${table}`;
      findings.push({ kind: "changed_state", detail, request: last === null ? null : `${last.method} ${last.target}` });
    }
  }
  const memory = memoryOf(pid);
  return { requests, statuses, memory, findings: [...findings, ...(await endProblems(url, memory))] };
}

function count(statuses: Record<string, number>, outcome: RawOutcome): void {
  const status = outcome.kind === "answered" ? outcome.status : 0;
  statuses[status] = (statuses[status] ?? 0) + 1;
}

async function endProblems(url: string, memory: number): Promise<FuzzFinding[]> {
  const signal = AbortSignal.timeout(10 * SECOND);
  const health = await fetch(`${url}/api/health`, { signal }).then(
    (answer) => answer.json() as Promise<{ version?: string }>,
    () => null,
  );
  return [
    ...(health?.version === undefined
      ? [{ kind: "dead" as const, detail: "the server no longer tells how it is", request: null }]
      : []),
    ...(memory > MOST_MEMORY
      ? [
          {
            kind: "memory" as const,
            detail: `the server holds ${Math.round(memory / KILOBYTE / KILOBYTE)} MB`,
            request: null,
          },
        ]
      : []),
  ];
}

/** Bytes that a process holds in memory; 0 when there is no such process. */
function memoryOf(pid: number): number {
  try {
    return Number(execFileSync("ps", ["-o", "rss=", "-p", String(pid)], { encoding: "utf8" })) * KILOBYTE;
  } catch {
    return 0;
  }
}
