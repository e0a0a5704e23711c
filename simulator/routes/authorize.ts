import { renderConsentPage, renderErrorPage } from "../consent-page";
import { CONSENT_REQUEST_LIFE } from "../durations";
import { type Answer, htmlAnswer, type ReadRequest, redirectAnswer } from "../message";
import { BASE64URL } from "../random";
import { BASIC_SCOPE, readScopes, SCOPES } from "../scopes";
import {
  type Account,
  accountByUsername,
  type ConsentRequest,
  isHealedByConsent,
  putCode,
  putConsentRequest,
  touch,
} from "../store";
import type { World } from "../world";

export const DECISION_PATH = "/oauth/authorize/decision";

const REQUEST_ID_LENGTH = 43;
const CODE_LENGTH = { minimum: 218, maximum: 238 };
const LAST_USED_COOKIE = "simulator_last_account";
const INVALID = "Invalid Request: Request parameters are invalid:";

/** Status 400 is a guess: nobody has written down what the real pages send (instagram-platform §1.5). */
export function errorPage(message: string, status = 400): Answer {
  return htmlAnswer(renderErrorPage(message), status);
}

function faultOfQuery(world: World, query: URLSearchParams): string | null {
  if (query.get("client_id") !== world.app.clientId) return `${INVALID} Invalid platform app`;
  if (!world.app.redirectUris.includes(query.get("redirect_uri") ?? "")) {
    return `${INVALID} Invalid redirect_uri`;
  }
  const responseType = query.get("response_type") ?? "";
  if (responseType !== "code") return `${INVALID} Invalid response type: ${responseType}`;
  const scopes = readScopes(query.get("scope") ?? "");
  const unknown = scopes.filter((scope) => !SCOPES.has(scope));
  if (unknown.length > 0) return `${INVALID} Invalid scope field(s): ${unknown.join(", ")}`;
  if (!scopes.includes(BASIC_SCOPE)) {
    return `${INVALID} Invalid scope field(s): ${BASIC_SCOPE} is missing`;
  }
  return null;
}

function lastUsed(world: World, request: ReadRequest): string | null {
  const cookie = new RegExp(`(?:^|;\\s*)${LAST_USED_COOKIE}=(\\d+)`).exec(request.headers.cookie ?? "");
  const userId = cookie?.[1] ?? world.store.lastUsedUserId;
  return userId !== null && world.store.accounts.has(userId) ? userId : null;
}

/** `GET /oauth/authorize`: the consent page, or an error page without redirect (instagram-platform §1). */
export function authorize(world: World, request: ReadRequest): Answer {
  const { query } = request;
  const fault = faultOfQuery(world, query);
  if (fault !== null) return errorPage(fault);
  const consentRequest: ConsentRequest = {
    id: world.random.text(REQUEST_ID_LENGTH, BASE64URL),
    redirectUri: query.get("redirect_uri") ?? "",
    scopes: readScopes(query.get("scope") ?? ""),
    state: query.get("state"),
    createdAt: world.clock.now(),
  };
  putConsentRequest(world.store, consentRequest);
  const freshLogin = /^(?:true|1)$/.test(query.get("force_reauth") ?? query.get("force_authentication") ?? "");
  return htmlAnswer(
    renderConsentPage({
      appName: world.app.name,
      requestId: consentRequest.id,
      redirectUri: consentRequest.redirectUri,
      scopes: consentRequest.scopes,
      accounts: [...world.store.accounts.values()],
      selected: freshLogin ? null : lastUsed(world, request),
      decisionPath: DECISION_PATH,
    }),
  );
}

/** `+` for blanks, as in instagram-platform §1.4. */
function redirectBack(consent: ConsentRequest, parameters: [string, string][], end: string): Answer {
  const query = new URLSearchParams(parameters).toString();
  const separator = consent.redirectUri.includes("?") ? "&" : "?";
  return redirectAnswer(`${consent.redirectUri}${separator}${query}${end}`);
}

function withState(consent: ConsentRequest, include = true): [string, string][] {
  return consent.state === null || !include ? [] : [["state", consent.state]];
}

function refusalOf(account: Account): string | null {
  if (!account.hasTesterRole || account.fault === "no_tester_role") {
    return "Insufficient developer role";
  }
  if (account.personal || account.fault === "personal_account") {
    return "This account is not a professional account. Switch to a Business or Creator account first.";
  }
  if (account.fault === "checkpoint" || account.fault === "unconfirmed_user") {
    return "You cannot access the app till you log in to www.instagram.com and follow the instructions given.";
  }
  return null;
}

function grant(world: World, consent: ConsentRequest, account: Account, scopes: string[]): Answer {
  const { minimum, maximum } = CODE_LENGTH;
  const code = `AQ${world.random.text(world.random.integer(minimum, maximum), BASE64URL)}`;
  if (isHealedByConsent(account.fault)) account.fault = null;
  putCode(world.store, {
    code,
    redirectUri: consent.redirectUri,
    userId: account.userId,
    scopes,
    issuedAt: world.clock.now(),
    used: false,
  });
  world.store.issuedSecrets.push(code);
  world.store.lastUsedUserId = account.userId;
  const answer = redirectBack(consent, [["code", code], ...withState(consent)], "#_");
  answer.headers["set-cookie"] = `${LAST_USED_COOKIE}=${account.userId}; Path=/oauth; HttpOnly; SameSite=Lax`;
  return answer;
}

/** The account that a decision names: by radio button, or by username in a long list. */
export function chosenAccount(world: World, form: URLSearchParams): Account | undefined {
  const other = form.get("other")?.trim() ?? "";
  return other === "" ? world.store.accounts.get(form.get("account") ?? "") : accountByUsername(world.store, other);
}

/** `POST /oauth/authorize/decision`: Allow or Cancel, once per consent page (instagram-platform §1.3 to §1.6). */
export function decide(world: World, request: ReadRequest): Answer {
  const { form } = request;
  const consent = world.store.consentRequests.get(form.get("request") ?? "");
  if (consent === undefined || world.clock.now() >= consent.createdAt + CONSENT_REQUEST_LIFE) {
    return errorPage("This page was already answered or is too old.");
  }
  const spend = (): void => {
    world.store.consentRequests.delete(consent.id);
    touch(world.store);
  };
  if (form.get("decision") === "cancel") {
    spend();
    return redirectBack(
      consent,
      [
        ["error", "access_denied"],
        ["error_reason", "user_denied"],
        ["error_description", "The user denied your request"],
        ...withState(consent, world.switches.stateOnCancel),
      ],
      "",
    );
  }
  const account = chosenAccount(world, form);
  if (form.get("decision") !== "allow" || account === undefined) {
    return errorPage("Choose an account, then Allow or Cancel.");
  }
  spend();
  const refusal = refusalOf(account);
  if (refusal !== null) return errorPage(refusal);
  const scopes = consent.scopes.filter((scope) => form.getAll("scope").includes(scope));
  return grant(world, consent, account, scopes);
}
