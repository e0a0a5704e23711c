import type { InstagramHosts } from "./client";

/** The consent window and its fixed parameters (instagram-platform §1.2); next-auth adds the client and redirect. */
export function authorizeParameters(
  hosts: InstagramHosts,
  scopes: readonly string[],
  state: string,
  anotherAccount: boolean,
) {
  return {
    url: `${hosts.authorize}/oauth/authorize`,
    params: {
      response_type: "code",
      scope: scopes.join(","),
      state,
      enable_fb_login: "false",
      ...(anotherAccount ? { force_reauth: "true" } : {}),
    },
  };
}
