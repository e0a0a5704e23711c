import { DAY, SECOND } from "../durations";
import { graphAnswer, graphFailures } from "../errors";
import { type Answer, jsonAnswer, type ReadRequest } from "../message";
import { judgeToken, tokenTextOf } from "../tokens";
import type { World } from "../world";

const DATA_ACCESS_LIFE = 90 * DAY;

/** `GET /debug_token`: refused by default, since Instagram Login documents none (instagram-platform §8). */
export function debugToken(world: World, request: ReadRequest): Answer {
  if (request.method !== "GET" || world.switches.debugToken === "unsupported") {
    return graphAnswer(world, graphFailures.unsupportedRequest(request.method));
  }
  const asker = tokenTextOf(request);
  const appToken = `${world.app.clientId}|${world.app.clientSecret}`;
  if (asker !== appToken) {
    const asking = judgeToken(world, asker);
    if (!asking.ok) return graphAnswer(world, asking.failure);
  }

  const input = request.query.get("input_token");
  const verdict = judgeToken(world, input);
  const token = world.store.tokens.get(input ?? "");
  const seconds = (at: number): number => Math.floor(at / SECOND);
  return jsonAnswer({
    data: {
      app_id: world.app.clientId,
      type: "USER",
      application: world.app.name,
      data_access_expires_at: token && seconds(token.issuedAt + DATA_ACCESS_LIFE),
      error: verdict.ok
        ? undefined
        : {
            code: verdict.failure.code,
            message: verdict.failure.message,
            subcode: verdict.failure.subcode,
          },
      expires_at: token && seconds(token.expiresAt),
      is_valid: verdict.ok,
      issued_at: token && seconds(token.issuedAt),
      scopes: token?.scopes ?? [],
      user_id: verdict.ok ? verdict.account.appScopedId : undefined,
    },
  });
}
