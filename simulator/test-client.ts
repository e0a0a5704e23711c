import { createApp, DEFAULT_REDIRECT_URI } from "./app";
import { BASIC_SCOPE } from "./scopes";

const APP = createApp();

export const CLIENT_ID = APP.clientId;
export const CLIENT_SECRET = APP.clientSecret;
export const REDIRECT_URI = DEFAULT_REDIRECT_URI;
export const CASA = "17841405309211845";

/** A JSON body, or `{}` for one that is none. */
export type Body = Record<string, unknown>;

export interface Reply {
  status: number;
  headers: Headers;
  text: string;
  body: Body;
}

function parse(text: string): Body {
  try {
    return JSON.parse(text) as Body;
  } catch {
    return {};
  }
}

export async function call(address: string, init: RequestInit = {}): Promise<Reply> {
  const response = await fetch(address, { redirect: "manual", ...init });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: parse(text) };
}

export function errorOf(reply: Reply): { code?: number; message?: string; error_subcode?: number } {
  return (reply.body.error ?? {}) as { code?: number; message?: string; error_subcode?: number };
}

/** An app and a browser in one: the calls of the whole flow, against one simulator. */
export function createTestClient(url: string) {
  const get = (path: string, query: Record<string, string> = {}): Promise<Reply> =>
    call(`${url}${path}?${new URLSearchParams(query)}`);
  const post = (path: string, fields: Record<string, string> | FormData): Promise<Reply> =>
    call(`${url}${path}`, {
      method: "POST",
      body: fields instanceof FormData ? fields : new URLSearchParams(fields),
    });

  const authorize = (query: Record<string, string> = {}): Promise<Reply> =>
    get("/oauth/authorize", {
      client_id: CLIENT_ID,
      redirect_uri: REDIRECT_URI,
      response_type: "code",
      scope: BASIC_SCOPE,
      ...query,
    });

  const requestIdOf = (page: Reply): string => /name="request" value="([^"]+)"/.exec(page.text)?.[1] ?? "";

  const decide = (
    page: Reply,
    decision: { account?: string; decision?: string; scopes?: string[] } = {},
  ): Promise<Reply> => {
    const form = new URLSearchParams({
      request: requestIdOf(page),
      decision: decision.decision ?? "allow",
      account: decision.account ?? CASA,
    });
    for (const scope of decision.scopes ?? [BASIC_SCOPE]) form.append("scope", scope);
    return call(`${url}/oauth/authorize/decision`, { method: "POST", body: form });
  };

  const codeFields = (code: string): Record<string, string> => ({
    client_id: CLIENT_ID,
    client_secret: CLIENT_SECRET,
    grant_type: "authorization_code",
    redirect_uri: REDIRECT_URI,
    code,
  });

  const consentCode = async (account = CASA): Promise<string> => {
    const back = await decide(await authorize(), { account });
    return new URL(back.headers.get("location") ?? "about:blank").searchParams.get("code") ?? "";
  };

  const shortToken = async (account = CASA): Promise<string> => {
    const reply = await post("/oauth/access_token", codeFields(await consentCode(account)));
    return String(reply.body.access_token);
  };

  const exchange = (token: string, secret = CLIENT_SECRET): Promise<Reply> =>
    get("/access_token", {
      grant_type: "ig_exchange_token",
      client_secret: secret,
      access_token: token,
    });

  const refresh = (token: string): Promise<Reply> =>
    get("/refresh_access_token", { grant_type: "ig_refresh_token", access_token: token });

  const me = (token: string, fields = "user_id,username"): Promise<Reply> =>
    get("/v25.0/me", { fields, access_token: token });

  return {
    get,
    post,
    authorize,
    decide,
    codeFields,
    consentCode,
    shortToken,
    exchange,
    refresh,
    me,
    requestIdOf,
  };
}
