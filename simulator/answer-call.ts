import { type Call, damage, stopWith } from "./fault-effects";
import { businessUsageHeader } from "./fault-kinds";
import { activeFaults, spendFault } from "./faults";
import type { Answer, ReadRequest } from "./message";
import type { Endpoint, Route } from "./router";
import { chosenAccount } from "./routes/authorize";
import { tokenTextOf } from "./tokens";
import type { World } from "./world";

/** The account that a call is about, judged by what it carries, valid or not. */
export function userIdOf(world: World, endpoint: Endpoint, request: ReadRequest): string | null {
  switch (endpoint) {
    case "authorize":
      return null;
    case "authorize_decision":
      return chosenAccount(world, request.form)?.userId ?? null;
    case "code_exchange":
      return world.store.codes.get(request.form.get("code") ?? "")?.userId ?? null;
    default:
      return world.store.tokens.get(tokenTextOf(request) ?? "")?.userId ?? null;
  }
}

/** Usage headers on successful Graph answers, when the switch asks for them (instagram-platform §6.4). */
function usageHeaders(world: World, call: Call): Record<string, string> {
  const percent = world.switches.usagePercent;
  if (percent === null || call.userId === null || call.endpoint === "code_exchange") return {};
  return {
    "x-app-usage": JSON.stringify({
      call_count: percent,
      total_time: Math.min(percent, 25),
      total_cputime: Math.min(percent, 25),
    }),
    "x-business-use-case-usage": businessUsageHeader(call.userId, percent, 0),
  };
}

/** Faults first, then the endpoint, then damage to its answer. */
export function answerCall(world: World, route: Route, call: Call): Answer {
  const now = world.clock.now();
  const faults = activeFaults(world.store, { endpoint: call.endpoint, userId: call.userId, now });
  let delay = world.switches.latencyMs;
  for (const fault of faults) {
    if (fault.kind !== "slow") continue;
    delay += fault.milliseconds;
    spendFault(world.store, fault);
  }
  const late = (answer: Answer): Answer => (delay > 0 ? { ...answer, delayMilliseconds: delay } : answer);

  for (const fault of faults) {
    const stopped = stopWith(world, fault, call);
    if (stopped === null) continue;
    spendFault(world.store, fault);
    return late(stopped);
  }

  let answer = route.answer(world, call.request);
  if (answer.status === 200) Object.assign(answer.headers, usageHeaders(world, call));
  for (const fault of faults) {
    const damaged = damage(world, fault, call, answer);
    if (damaged === null) continue;
    spendFault(world.store, fault);
    answer = damaged;
  }
  return late(answer);
}
