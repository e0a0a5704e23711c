import { REFRESH_MINIMUM_AGE, SECOND } from "../durations";
import { graphAnswer, graphFailures } from "../errors";
import { type Answer, jsonAnswer, type ReadRequest } from "../message";
import { type Account, type Token, touch } from "../store";
import { issueToken, judgeToken, tokenTextOf } from "../tokens";
import type { World } from "../world";

function answerWith(world: World, token: Token): Answer {
  return jsonAnswer({
    access_token: token.token,
    token_type: "bearer",
    expires_in: Math.floor((token.expiresAt - world.clock.now()) / SECOND),
    permissions: world.switches.refreshPermissions ? token.scopes.join(",") : undefined,
  });
}

function renewed(world: World, token: Token, account: Account): Token {
  const issuedAt = world.clock.now();
  const expiresAt = issuedAt + world.switches.longLivedExpiresIn * SECOND;
  if (world.switches.refreshTokenString === "same") {
    token.issuedAt = issuedAt;
    token.expiresAt = expiresAt;
    touch(world.store);
    return token;
  }
  if (world.switches.oldTokenAfterRefresh === "dead") token.ended = "replaced";
  return issueToken(world, { account, kind: "long", scopes: token.scopes, issuedAt, expiresAt });
}

/** `GET /refresh_access_token`: 60 days from now for a token at least a day old (instagram-platform §4). */
export function refreshToken(world: World, request: ReadRequest): Answer {
  if (request.method !== "GET") {
    return graphAnswer(world, graphFailures.unsupportedRequest(request.method));
  }
  if (request.query.get("grant_type") !== "ig_refresh_token") {
    return graphAnswer(world, graphFailures.invalidParameter("Invalid grant_type"));
  }
  const verdict = judgeToken(world, tokenTextOf(request));
  if (!verdict.ok) return graphAnswer(world, verdict.failure);
  const { token, account } = verdict;
  if (token.kind === "short") return graphAnswer(world, graphFailures.unsupportedRequest("get"));

  const young = world.clock.now() - token.issuedAt < REFRESH_MINIMUM_AGE;
  if (young && world.switches.refreshUnder24h === "error_100") {
    return graphAnswer(world, graphFailures.unsupportedRequest("get"));
  }
  return answerWith(world, young ? token : renewed(world, token, account));
}
