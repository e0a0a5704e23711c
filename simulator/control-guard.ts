import { isLoopbackName, isLoopbackPeer } from "./loopback";
import type { SimulatorRequest } from "./message";

/** Why a control call is refused, or null when it may pass. */
export type ControlRefusal = "peer" | "host" | "origin" | null;

function hostName(host: string): string {
  return URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : "";
}

/**
 * The control side gives out tokens, so only this machine may use it: by address of the peer, by Host
 * header (another site's name may resolve to loopback), and for changes by Origin.
 */
export function judgeControlCall(request: SimulatorRequest, remoteAddress: string | undefined): ControlRefusal {
  const { host = "", origin, "sec-fetch-site": site } = request.headers ?? {};
  if (!isLoopbackPeer(remoteAddress)) return "peer";
  if (!isLoopbackName(hostName(host))) return "host";
  if (request.method === "GET" || request.method === "HEAD") return null;
  if (origin !== undefined && origin !== `http://${host}`) return "origin";
  return site === "cross-site" ? "origin" : null;
}
