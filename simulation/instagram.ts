import { CALL_TIME_LIMIT, createInstagramClient, type InstagramClient } from "@/lib/instagram/client";
import type { Transport } from "@/lib/instagram/transport";
import type { Answer, SimulatorRequest } from "@/simulator/message";
import type { Simulator } from "@/simulator/simulator";
import type { Token } from "@/simulator/store";
import type { VirtualClock } from "./virtual-clock";

/** Milliseconds of virtual time that a call takes, when several run at once. */
const CALL_TIME = 20;
/** Seconds. */
const SHORTEST_LIFE = 24 * 3_600;
const LARGEST_LIFE = 90 * 24 * 3_600;
/** Slow answers are waited for side by side. */
const CALLS_AT_ONCE = 8;
const HOSTNAME = "instagram.simulated";
const HOST = `http://${HOSTNAME}`;

/** One call to Instagram as it really went. */
export interface WatchedCall {
  endpoint: "refresh" | "me";
  token: string;
  /** What Instagram knew of the token before the call; null when it is none of its tokens. */
  before: Token | null;
  at: number;
  /** Instagram did what was asked, whatever became of the answer. */
  happened: boolean;
  /** The answer could be used by whoever got it. */
  intact: boolean;
  answer: Answer;
}

/** Tells of every call before its answer leaves; may put another answer in its place. */
export type Watcher = (call: WatchedCall) => Answer;

/** The services' own client on the simulator's logic, without a socket and on the virtual clock. */
export function virtualInstagram(simulator: Simulator, clock: VirtualClock, watch: Watcher): InstagramClient {
  const transport: Transport = async (url, { method }) => {
    const answer = handle(simulator, clock, watch, {
      method,
      url: url.slice(HOST.length),
      headers: { host: HOSTNAME },
    });
    if (answer.delayMilliseconds !== undefined) spend(clock, answer.delayMilliseconds);
    if (answer.connection === "reset") throw new Error("read ECONNRESET");
    const { status, headers, body } = answer;
    return { status, headers: { get: (name) => headers[name] ?? null }, text: body };
  };
  return createInstagramClient({
    hosts: { authorize: HOST, token: HOST, graph: HOST },
    credentials: { clientId: "990602627938098", clientSecret: "5f0c1d6a7e8b49c2a1d3e4f506172839" },
    graphVersion: "v25.0",
    timeLimit: CALL_TIME_LIMIT,
    transport,
  });
}

/** A slow answer passes virtual time; one slower than the limit ends as a real call would. */
function spend(clock: VirtualClock, milliseconds: number): void {
  clock.pass(Math.round(Math.min(milliseconds, CALL_TIME_LIMIT) / CALLS_AT_ONCE));
  if (milliseconds >= CALL_TIME_LIMIT) throw new DOMException("The operation timed out.", "TimeoutError");
}

function handle(simulator: Simulator, clock: VirtualClock, watch: Watcher, request: SimulatorRequest): Answer {
  clock.pass(CALL_TIME);
  const url = new URL(request.url, HOST);
  const endpoint = url.pathname === "/refresh_access_token" ? "refresh" : "me";
  const token = url.searchParams.get("access_token") ?? "";
  const before = simulator.lookAtToken({ token });
  const answer = simulator.handle(request);
  const happened = endpoint === "refresh" ? answer.payload?.token_type === "bearer" : answer.status === 200;
  const slow = (answer.delayMilliseconds ?? 0) >= CALL_TIME_LIMIT;
  const intact = happened && answer.connection !== "reset" && !slow && isUsable(answer.body, endpoint);
  return watch({ endpoint, token, before, at: clock.now, happened, intact, answer });
}

function isUsable(body: string, endpoint: "refresh" | "me"): boolean {
  try {
    const { access_token: token, expires_in: seconds } = JSON.parse(body) as Record<string, unknown>;
    if (endpoint === "me") return true;
    const life = Number(seconds);
    return typeof token === "string" && token !== "" && life > SHORTEST_LIFE && life <= LARGEST_LIFE;
  } catch {
    return false;
  }
}
