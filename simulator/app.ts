import type { InstagramApp } from "./world";

export interface AppOptions {
  name?: string;
  clientId?: string;
  clientSecret?: string;
  metaSecret?: string;
  /** Registered in addition to the default one. */
  redirectUris?: string[];
}

export const DEFAULT_REDIRECT_URI = "http://localhost:3000/api/auth/callback/instagram";

/** Not anybody's credentials: made up for the simulator. */
export function createApp(options: AppOptions = {}): InstagramApp {
  return {
    name: options.name ?? "Perennial",
    clientId: options.clientId ?? "990602627938098",
    clientSecret: options.clientSecret ?? "5f0c1d6a7e8b49c2a1d3e4f506172839",
    metaSecret: options.metaSecret ?? "c2b7e0914d3f4a68b5a0917e6f2d8c43",
    redirectUris: [...new Set([DEFAULT_REDIRECT_URI, ...(options.redirectUris ?? [])])],
  };
}
