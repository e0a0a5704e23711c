import { type Answer, jsonAnswer } from "./message";
import { BASE64URL } from "./random";
import type { World } from "./world";

/** An answer in Graph's envelope (instagram-platform §6.1). */
export interface GraphFailure {
  status: number;
  type: "OAuthException" | "IGApiException";
  code: number;
  message: string;
  /** For code 190 sent only when the switch `subcodes` is "facebook". */
  subcode?: number;
  transient?: boolean;
  headers?: Record<string, string>;
  untraced?: boolean;
}

const oauth = (code: number, message: string, more: Partial<GraphFailure> = {}): GraphFailure => ({
  status: 400,
  type: "OAuthException",
  code,
  message,
  ...more,
});
const igApi = (code: number, message: string, more: Partial<GraphFailure> = {}): GraphFailure =>
  oauth(code, message, { type: "IGApiException", ...more });

const VALIDATING = "Error validating access token:";

/**
 * The bodies of instagram-platform §6.2, word for word. Guesses, because no text is known there: an unconfirmed
 * user, a missing permission, and the message of a wrong grant type.
 */
export const graphFailures = {
  sessionExpired: (expiredAt: string, now: string) =>
    oauth(190, `${VALIDATING} Session has expired on ${expiredAt}. The current time is ${now}.`, {
      subcode: 463,
    }),
  passwordChanged: () =>
    oauth(
      190,
      `${VALIDATING} The session has been invalidated because the user changed their password or Facebook has changed the session for security reasons.`,
      { subcode: 460 },
    ),
  checkpoint: () =>
    oauth(
      190,
      `${VALIDATING} You cannot access the app till you log in to www.instagram.com and follow the instructions given.`,
      { subcode: 459 },
    ),
  unconfirmedUser: () => oauth(190, `${VALIDATING} The user is not a confirmed user.`, { subcode: 464 }),
  appRemoved: (clientId: string) =>
    oauth(190, `${VALIDATING} The user has not authorized application ${clientId}.`, {
      subcode: 458,
    }),
  cannotParse: () => oauth(190, "Invalid OAuth access token - Cannot parse access token", { subcode: 467 }),
  missingToken: () => igApi(190, "Invalid OAuth 2.0 Access Token", { untraced: true }),
  unsupportedRequest: (method: string) => igApi(100, `Unsupported request - method type: ${method.toLowerCase()}`),
  unknownObject: (method: string, id: string) =>
    igApi(
      100,
      `Unsupported ${method.toLowerCase()} request. Object with ID '${id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation`,
      { subcode: 33 },
    ),
  unknownField: (field: string, node: string) =>
    igApi(100, `Tried accessing nonexisting field (${field}) on node type (${node})`),
  unknownPath: (rest: string) => igApi(2500, `Unknown path components: ${rest}`),
  invalidParameter: (message: string) => igApi(100, message),
  wrongSecret: () => oauth(100, "Error validating client secret."),
  permissionMissing: () => oauth(10, "(#10) Application does not have permission for this action", { status: 403 }),
  notBusiness: () => oauth(10, "(#10) The user is not an Instagram Business"),
};

/** Header text must stay within printable ASCII and its own quotes. */
function headerText(message: string): string {
  return message.replace(/[^\x20-\x7e]/g, "?").replaceAll('"', "'");
}

/** A trace id looks like `A_muLgNXB2rhzyBV_3YbJeo` (instagram-platform §13). */
function traceId(world: World): string {
  return `A${world.random.text(world.random.integer(10, 22), BASE64URL)}`;
}

/** Errors come as text/javascript with WWW-Authenticate, as Meta's host sends them (instagram-platform §13). */
export function graphAnswer(world: World, failure: GraphFailure): Answer {
  const { code, message, subcode, transient, type } = failure;
  const subcodeShown = code !== 190 || world.switches.subcodes === "facebook";
  const answer = jsonAnswer(
    {
      error: {
        message,
        type,
        is_transient: transient,
        code,
        error_subcode: subcodeShown ? subcode : undefined,
        fbtrace_id: failure.untraced ? undefined : traceId(world),
      },
    },
    failure.status,
  );
  const reason = code === 190 ? "invalid_token" : "invalid_request";
  answer.headers["content-type"] = "text/javascript; charset=UTF-8";
  answer.headers["www-authenticate"] = `OAuth "Facebook Platform" "${reason}" "${headerText(message)}"`;
  return { ...answer, headers: { ...answer.headers, ...failure.headers } };
}

/** The flat shape of the code exchange; `code` repeats the HTTP status (instagram-platform §2.3). */
export function flatAnswer(message: string, status = 400): Answer {
  return jsonAnswer({ error_type: "OAuthException", code: status, error_message: message }, status);
}
