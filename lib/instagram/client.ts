import "server-only";
import { SECOND } from "@/lib/domain/durations";
import { failure } from "./errors";
import {
  type Judged,
  judgeCodeExchange,
  judgeLongLivedGrant,
  judgeProfile,
  type LongLivedGrant,
  type Profile,
  type RawAnswer,
  type ShortLivedGrant,
} from "./responses";
import type { Call, Transport } from "./transport";
import { readUsage } from "./usage";

/** Milliseconds, for one call from connect to the last byte. */
export const CALL_TIME_LIMIT = 10 * SECOND;
const PROFILE_FIELDS = "user_id,username,name,account_type,followers_count,profile_picture_url";

/** Where Instagram's endpoints are, without final slashes (instagram-platform §0.2). */
export interface InstagramHosts {
  authorize: string;
  token: string;
  graph: string;
}

const INSTAGRAM_HOSTS: InstagramHosts = {
  authorize: "https://www.instagram.com",
  token: "https://api.instagram.com",
  graph: "https://graph.instagram.com",
};

/** Instagram's own hosts, or one address that stands in for all of them. */
export function instagramHosts(simulatorUrl: string | null): InstagramHosts {
  if (simulatorUrl === null) return INSTAGRAM_HOSTS;
  return { authorize: simulatorUrl, token: simulatorUrl, graph: simulatorUrl };
}

export interface InstagramClientOptions {
  hosts: InstagramHosts;
  /** Null while the app is not set up; only the two exchanges need it. */
  credentials: { clientId: string; clientSecret: string } | null;
  graphVersion: string;
  /** Milliseconds, at most {@link CALL_TIME_LIMIT}: leases are counted from it. */
  timeLimit: number;
  transport: Transport;
}

export interface InstagramClient {
  exchangeCode(code: string, redirectUri: string): Promise<Judged<ShortLivedGrant>>;
  exchangeForLongLived(shortLivedToken: string): Promise<Judged<LongLivedGrant>>;
  refresh(token: string): Promise<Judged<LongLivedGrant>>;
  readProfile(token: string): Promise<Judged<Profile>>;
  /** Percent of the allowance that is used up, the highest that answers told since the last time; null: none told. */
  takeUsage(): number | null;
}

/** Sends; `responses.ts` judges. Nothing is repeated here: a code may be spent, a refresh may have happened. */
export function createInstagramClient(options: InstagramClientOptions): InstagramClient {
  const { hosts, graphVersion } = options;
  const usage = { highest: null as number | null };
  const credentials = options.credentials ?? { clientId: "", clientSecret: "" };
  const get = (base: string, parameters: Record<string, string>) =>
    sendGraph(`${base}?${new URLSearchParams(parameters)}`);
  const sendGraph = async (url: string) => {
    const raw = await send(options, url, { method: "GET" });
    const percent = raw.ok ? readUsage(raw.value.headers) : null;
    if (percent !== null) usage.highest = Math.max(percent, usage.highest ?? 0);
    return raw;
  };

  return {
    async exchangeCode(code, redirectUri) {
      const form = new URLSearchParams({
        client_id: credentials.clientId,
        client_secret: credentials.clientSecret,
        grant_type: "authorization_code",
        redirect_uri: redirectUri,
        code: code.replace(/#_$/, ""),
      });
      const raw = await send(options, `${hosts.token}/oauth/access_token`, { method: "POST", form });
      return raw.ok ? judgeCodeExchange(raw.value) : raw;
    },
    async exchangeForLongLived(shortLivedToken) {
      const raw = await get(`${hosts.graph}/access_token`, {
        grant_type: "ig_exchange_token",
        client_secret: credentials.clientSecret,
        access_token: shortLivedToken,
      });
      return raw.ok ? judgeLongLivedGrant(raw.value) : raw;
    },
    async refresh(token) {
      const raw = await get(`${hosts.graph}/refresh_access_token`, {
        grant_type: "ig_refresh_token",
        access_token: token,
      });
      return raw.ok ? judgeLongLivedGrant(raw.value) : raw;
    },
    async readProfile(token) {
      const url = `${hosts.graph}/${graphVersion}/me`;
      const raw = await get(url, { fields: PROFILE_FIELDS, access_token: token });
      const judged = raw.ok ? judgeProfile(raw.value) : raw;
      // Some accounts answer 100 to the longer list of fields (instagram-platform §5.1).
      if (judged.ok || judged.failure.code !== 100) return judged;
      const shorter = await get(url, { fields: "id,username", access_token: token });
      const second = shorter.ok ? judgeProfile(shorter.value) : shorter;
      return second.ok ? second : judged;
    },
    takeUsage() {
      const { highest } = usage;
      usage.highest = null;
      return highest;
    },
  };
}

async function send(
  { transport, timeLimit }: InstagramClientOptions,
  url: string,
  call: Omit<Call, "timeLimit">,
): Promise<Judged<RawAnswer>> {
  try {
    return { ok: true, value: await transport(url, { ...call, timeLimit }) };
  } catch (error) {
    const timedOut = error instanceof Error && error.name === "TimeoutError";
    return { ok: false, failure: failure({ kind: "transient", reason: timedOut ? "timed_out" : "network" }) };
  }
}
