import { CODE_LIFE, SECOND, SHORT_LIVED_TOKEN_LIFE } from "../durations";
import { flatAnswer, graphAnswer, graphFailures } from "../errors";
import { type JsonObject, RawInteger } from "../json";
import { type Answer, jsonAnswer, type ReadRequest } from "../message";
import { type Account, type AuthorizationCode, type Token, touch } from "../store";
import { endTokens, issueToken } from "../tokens";
import type { World } from "../world";

const LOOKS_LIKE_A_CODE = /^AQ[\w-]{100,}$/;

const MESSAGES = {
  app: "Invalid platform app",
  grant: "Invalid grant_type",
  garbage: "Invalid authorization code",
  used: "Matching code was not found or was already used",
  expired: "This authorization code has expired",
  noSecret: "You must provide a client_secret",
  wrongSecret: "Invalid Client Secret",
  redirect: "Invalid redirect_uri",
  mismatch:
    "Error validating verification code. Please make sure your redirect_uri is identical to the one you used in the OAuth dialog request",
} as const;

/** A dummy code is refused before the secret is looked at (instagram-platform §2.3, last paragraph). */
function judgeCode(world: World, text: string): AuthorizationCode | string {
  const code = world.store.codes.get(text);
  if (code === undefined) return LOOKS_LIKE_A_CODE.test(text) ? MESSAGES.used : MESSAGES.garbage;
  if (code.used) return MESSAGES.used;
  if (world.clock.now() >= code.issuedAt + CODE_LIFE) return MESSAGES.expired;
  return code;
}

function judgeSecret(world: World, secret: string | null): string | null {
  if (secret === null || secret === "") return MESSAGES.noSecret;
  if (secret === world.app.clientSecret) return null;
  return world.switches.wrongSecret === "plain" ? MESSAGES.wrongSecret : MESSAGES.mismatch;
}

function judge(world: World, form: URLSearchParams): AuthorizationCode | string {
  if (form.get("client_id") !== world.app.clientId) return MESSAGES.app;
  if (form.get("grant_type") !== "authorization_code") return MESSAGES.grant;
  const code = judgeCode(world, form.get("code") ?? "");
  if (typeof code === "string") return code;
  const secretFault = judgeSecret(world, form.get("client_secret"));
  if (secretFault !== null) return secretFault;
  const redirectUri = form.get("redirect_uri");
  if (redirectUri === null || !world.app.redirectUris.includes(redirectUri)) {
    return MESSAGES.redirect;
  }
  return redirectUri === code.redirectUri ? code : MESSAGES.mismatch;
}

/** The three shapes of instagram-platform §2.2; the id is the app-scoped one. */
function payloadOf(world: World, token: Token, account: Account): JsonObject {
  const expiry = token.kind === "long" ? { expires_in: (token.expiresAt - token.issuedAt) / SECOND } : {};
  const userId = new RawInteger(account.appScopedId);
  switch (world.switches.codeExchangeShape) {
    case "data_string":
      return {
        data: [
          {
            access_token: token.token,
            user_id: account.appScopedId,
            permissions: token.scopes.join(","),
            ...expiry,
          },
        ],
      };
    case "flat_old":
      return { access_token: token.token, user_id: userId, ...expiry };
    case "flat_integer_array":
      return { access_token: token.token, user_id: userId, permissions: token.scopes, ...expiry };
  }
}

/** `POST /oauth/access_token`: a code becomes a short-lived token, once (instagram-platform §2). */
export function exchangeCode(world: World, request: ReadRequest): Answer {
  if (request.method !== "POST") {
    return graphAnswer(world, graphFailures.unsupportedRequest(request.method));
  }
  const code = judge(world, request.form);
  if (typeof code === "string") return flatAnswer(code);
  const account = world.store.accounts.get(code.userId);
  if (account === undefined) return flatAnswer(MESSAGES.used);

  code.used = true;
  touch(world.store);
  if (world.switches.secondConsent === "old_token_dies") endTokens(world, account, "replaced");
  const long = world.switches.codeExchangeLongLived;
  const life = long ? world.switches.longLivedExpiresIn * SECOND : SHORT_LIVED_TOKEN_LIFE;
  const token = issueToken(world, {
    account,
    kind: long ? "long" : "short",
    scopes: code.scopes,
    expiresAt: world.clock.now() + life,
  });
  return jsonAnswer(payloadOf(world, token, account));
}
