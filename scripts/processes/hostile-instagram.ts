import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { parse, stringify } from "lossless-json";

/** What `/me` tells of the owner of one token, in place of what the simulator has. */
export interface HostileProfile {
  username: string;
  name: string;
  account_type: string;
}

export interface HostileInstagram {
  url: string;
  /** By token. */
  profiles: Map<string, HostileProfile>;
  /** By token: with which words its renewal fails. */
  refusals: Map<string, string>;
  close(): Promise<void>;
}

/** The simulator's answers with texts that no simulator gives away: it takes decent usernames only. */
export async function startHostileInstagram(simulatorUrl: string): Promise<HostileInstagram> {
  const profiles = new Map<string, HostileProfile>();
  const refusals = new Map<string, string>();

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", simulatorUrl);
    const token = url.searchParams.get("access_token") ?? "";
    const refusal = url.pathname.endsWith("/refresh_access_token") ? refusals.get(token) : undefined;
    if (refusal !== undefined) return send(response, 400, errorBody(refusal));
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const body = chunks.length === 0 ? undefined : Buffer.concat(chunks);
    const headers = { "content-type": request.headers["content-type"] ?? "application/x-www-form-urlencoded" };
    const passed = await fetch(url, { method: request.method, headers: body === undefined ? {} : headers, body });
    const text = await passed.text();
    const profile = url.pathname.endsWith("/me") && passed.ok ? profiles.get(token) : undefined;
    send(response, passed.status, profile === undefined ? text : withProfile(text, profile));
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    profiles,
    refusals,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function send(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { "content-type": "application/json; charset=UTF-8" }).end(body);
}

function withProfile(text: string, profile: HostileProfile): string {
  return stringify({ ...(parse(text) as object), ...profile }) ?? text;
}

/** Code 2: Instagram has trouble for now, and nothing is concluded from it. */
function errorBody(message: string): string {
  return JSON.stringify({ error: { message, type: "OAuthException", code: 2, is_transient: true } });
}
