import "server-only";
import type { OAuthConfig } from "next-auth/providers/oauth";
import type { Settings } from "@/lib/env";
import { authorizeParameters } from "@/lib/instagram/authorize-parameters";
import { instagramHosts } from "@/lib/instagram/client";
import type { Profile } from "@/lib/instagram/responses";
import type { ConnectAttempt } from "./connect-attempt";

/**
 * Instagram API with Instagram Login as a next-auth provider: authorize → state → code → long-lived token → `/me`.
 * The state is ours, kept by value in the database; next-auth's own is one cookie, which a second tab overwrites.
 */
export function instagramProvider(settings: Settings, attempt: ConnectAttempt | null): OAuthConfig<Profile> {
  const { credentials, scopes, simulatorUrl } = settings.instagram;
  return {
    id: "instagram",
    name: "Instagram",
    type: "oauth",
    checks: ["none"],
    clientId: credentials?.clientId ?? "",
    clientSecret: credentials?.clientSecret ?? "",
    authorization: authorizeParameters(
      instagramHosts(simulatorUrl),
      scopes,
      attempt?.started?.state ?? "",
      attempt?.started?.forceReauthentication ?? false,
    ),
    token: { request: async ({ params }) => ({ tokens: await required(attempt).exchange(params.state, params.code) }) },
    userinfo: { request: () => required(attempt).readProfile() },
    profile: (profile) => ({ id: profile.appScopedId, name: profile.username }),
  };
}

function required(attempt: ConnectAttempt | null): ConnectAttempt {
  if (attempt === null) throw new Error("Only the callback handler runs the exchange.");
  return attempt;
}
