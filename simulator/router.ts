import { graphAnswer, graphFailures } from "./errors";
import { type Answer, type ReadRequest, redirectAnswer } from "./message";
import { authorize, decide, errorPage } from "./routes/authorize";
import { exchangeCode } from "./routes/code-exchange";
import { debugToken } from "./routes/debug-token";
import { exchangeForLongLived } from "./routes/long-lived-exchange";
import { readAccount } from "./routes/me";
import { isMediaId, listMedia, readMedia } from "./routes/media";
import { drawPicture } from "./routes/picture";
import { refreshToken } from "./routes/refresh";
import type { World } from "./world";

export const ENDPOINTS = [
  "authorize",
  "authorize_decision",
  "code_exchange",
  "long_lived",
  "refresh",
  "me",
  "media",
  "debug_token",
  "other",
] as const;
export type Endpoint = (typeof ENDPOINTS)[number];

export interface Route {
  endpoint: Endpoint;
  answer(world: World, request: ReadRequest): Answer;
}

type Handler = Route["answer"];

const NEWEST_VERSION = 26;
const VERSION = /^v(\d{1,2})\.0$/;
const API_HOST_PREFIX = "/api-host";

const GRAPH_PATHS: Readonly<Record<string, Route>> = {
  access_token: { endpoint: "long_lived", answer: exchangeForLongLived },
  refresh_access_token: { endpoint: "refresh", answer: refreshToken },
  debug_token: { endpoint: "debug_token", answer: debugToken },
};

const only =
  (method: string, handler: Handler): Handler =>
  (world, request) =>
    request.method === method
      ? handler(world, request)
      : graphAnswer(world, graphFailures.unsupportedRequest(request.method));

const unknownPath = (rest: string): Route => ({
  endpoint: "other",
  answer: (world) => graphAnswer(world, graphFailures.unknownPath(rest)),
});

/** Nodes and their edges: `/me`, `/<id>`, `/<id>/media`. */
function nodeRoute(node: string, edge: string | undefined): Route {
  if (edge === "media") {
    return { endpoint: "media", answer: only("GET", (...call) => listMedia(...call, node)) };
  }
  if (edge !== undefined) {
    return {
      endpoint: "other",
      answer: (world) => graphAnswer(world, graphFailures.unknownField(edge, "IGUser")),
    };
  }
  return isMediaId(node)
    ? { endpoint: "media", answer: only("GET", (...call) => readMedia(...call, node)) }
    : { endpoint: "me", answer: only("GET", (...call) => readAccount(...call, node)) };
}

function versionedTokenPath(route: Route): Route {
  return {
    endpoint: route.endpoint,
    answer: (world, request) =>
      world.switches.versionedTokenPaths === "works"
        ? route.answer(world, request)
        : graphAnswer(world, graphFailures.unsupportedRequest(request.method)),
  };
}

/** instagram-platform §5.3: one version at most, and none newer than the newest. */
function graphRoute(segments: readonly string[]): Route {
  const version = VERSION.exec(segments[0] ?? "")?.[1];
  const known = version !== undefined && Number(version) <= NEWEST_VERSION;
  const [node, edge, ...deeper] = known ? segments.slice(1) : segments;
  if (node === undefined || deeper.length > 0 || /^v\d+\.\d+$/.test(node)) {
    return unknownPath(`/${(known ? segments.slice(1) : segments).join("/")}`);
  }
  const tokenPath = Object.hasOwn(GRAPH_PATHS, node) ? GRAPH_PATHS[node] : undefined;
  if (tokenPath === undefined) return nodeRoute(node, edge);
  if (edge !== undefined) return unknownPath(`/${edge}`);
  return known ? versionedTokenPath(tokenPath) : tokenPath;
}

/** Requests to the old authorize host: its own Host name, or the prefix `/api-host`. */
function reachesApiHost(request: ReadRequest): boolean {
  return request.path.startsWith(`${API_HOST_PREFIX}/`) || /^api\./.test(request.headers.host ?? "");
}

function authorizeRoute(request: ReadRequest): Route {
  if (request.method !== "GET") {
    return {
      endpoint: "authorize",
      answer: () => errorPage("Sorry, this page isn't available", 405),
    };
  }
  if (!reachesApiHost(request)) return { endpoint: "authorize", answer: authorize };
  const www = request.origin.replace("//api.", "//");
  const query = request.query.toString();
  return {
    endpoint: "other",
    answer: () => redirectAnswer(`${www}/oauth/authorize${query === "" ? "" : `?${query}`}`),
  };
}

/** Picks the endpoint by path (instagram-platform §13); what is no path of Instagram's is a node to Graph. */
export function findRoute(request: ReadRequest): Route {
  const path = request.path.startsWith(`${API_HOST_PREFIX}/`)
    ? request.path.slice(API_HOST_PREFIX.length)
    : request.path;
  const segments = path.split("/").filter((segment) => segment !== "");
  if (segments[0] === "cdn") {
    return { endpoint: "other", answer: () => drawPicture(segments.join("/")) };
  }
  if (segments[0] !== "oauth") return graphRoute(segments);
  switch (segments.slice(1).join("/")) {
    case "authorize":
      return authorizeRoute(request);
    case "authorize/decision":
      return {
        endpoint: "authorize_decision",
        answer: request.method === "POST" ? decide : () => errorPage("Sorry, this page isn't available", 405),
      };
    case "access_token":
      return { endpoint: "code_exchange", answer: exchangeCode };
    default:
      return unknownPath(`/${segments.join("/")}`);
  }
}
