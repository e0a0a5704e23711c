import { SECOND } from "../durations";
import { graphAnswer, graphFailures } from "../errors";
import { type Answer, jsonAnswer, type ReadRequest } from "../message";
import { touch } from "../store";
import { issueToken, judgeToken, tokenTextOf } from "../tokens";
import type { World } from "../world";

/** `GET /access_token`: a short-lived token becomes a long-lived one (instagram-platform §3). */
export function exchangeForLongLived(world: World, request: ReadRequest): Answer {
  if (request.method !== "GET") {
    return graphAnswer(world, graphFailures.unsupportedRequest(request.method));
  }
  if (request.query.get("grant_type") !== "ig_exchange_token") {
    return graphAnswer(world, graphFailures.invalidParameter("Invalid grant_type"));
  }
  if (request.query.get("client_secret") !== world.app.clientSecret) {
    return graphAnswer(world, graphFailures.wrongSecret());
  }
  const verdict = judgeToken(world, tokenTextOf(request));
  if (!verdict.ok) return graphAnswer(world, verdict.failure);
  if (verdict.token.kind === "long") {
    return graphAnswer(world, graphFailures.unsupportedRequest("get"));
  }

  const expiresIn = world.switches.longLivedExpiresIn;
  const token = issueToken(world, {
    account: verdict.account,
    kind: "long",
    scopes: verdict.token.scopes,
    expiresAt: world.clock.now() + expiresIn * SECOND,
  });
  if (world.switches.shortTokenAfterExchange === "dead") {
    verdict.token.ended = "replaced";
    touch(world.store);
  }
  return jsonAnswer({ access_token: token.token, token_type: "bearer", expires_in: expiresIn });
}
