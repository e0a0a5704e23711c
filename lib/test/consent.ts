import type { Settings } from "@/lib/env";
import { authorizeParameters } from "@/lib/instagram/authorize-parameters";
import { instagramHosts } from "@/lib/instagram/client";
import { redirectUri } from "@/lib/services/exchange-code";
import type { StartedConnect } from "@/lib/services/start-connect";

export interface ConsentChoice {
  username: string;
  /** Permissions left switched on; all that were asked for when left out. */
  scopes?: string[];
  decision?: "allow" | "cancel";
}

/** Goes through the simulator's consent window as a person would; returns the query that comes back. */
export async function giveConsent(
  settings: Settings,
  started: StartedConnect,
  { username, scopes, decision = "allow" }: ConsentChoice,
): Promise<URLSearchParams> {
  const { url, params } = authorizeParameters(
    instagramHosts(settings.instagram.simulatorUrl),
    settings.instagram.scopes,
    started.state,
    started.forceReauthentication,
  );
  const client = {
    client_id: settings.instagram.credentials?.clientId ?? "",
    redirect_uri: redirectUri(settings.baseUrl),
  };
  const page = await (await fetch(`${url}?${new URLSearchParams({ ...params, ...client })}`)).text();
  const field = (pattern: RegExp): string => pattern.exec(page)?.[1] ?? "";
  const form = new URLSearchParams({ request: field(/name="request" value="([^"]+)"/), decision });
  const label = new RegExp(`value="(\\d+)"[^>]*>(?:(?!<input)[\\s\\S])*?>@${username.replaceAll(".", "\\.")}<`);
  form.set("account", field(label));
  for (const scope of scopes ?? settings.instagram.scopes) form.append("scope", scope);
  const target = new URL(field(/<form[^>]*action="([^"]+)"/), url);
  const answer = await fetch(target, { method: "POST", body: form, redirect: "manual" });
  return new URL(answer.headers.get("location") ?? "about:blank").searchParams;
}
