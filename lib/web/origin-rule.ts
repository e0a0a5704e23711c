const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);

/** Asked by programs, which have no cookie of a person and prove themselves in another way. */
const MACHINE_PATH = /^\/api\/(?:cron\/renew|health|instagram\/[^/]+)$/;

export function changesNothing(method: string): boolean {
  return SAFE_METHODS.has(method);
}

export interface AskedBy {
  method: string;
  path: string;
  /** The header of that name, or null. */
  origin: string | null;
  /** The header `Sec-Fetch-Site`, which no script can set; browsers send it on https and to localhost. */
  fetchSite: string | null;
}

/** Whether a request that may change something comes from our own pages, or from a program where one is expected. */
export function isOwnRequest({ method, path, origin, fetchSite }: AskedBy, ownOrigin: string | null): boolean {
  if (changesNothing(method)) return true;
  if (fetchSite === "cross-site" || fetchSite === "same-site") return false;
  if (origin === null) return fetchSite === "same-origin" || (fetchSite === null && MACHINE_PATH.test(path));
  // A form on a page with `no-referrer` says "null"; only the browser itself can vouch for it.
  if (origin === "null") return fetchSite === "same-origin";
  return ownOrigin !== null && origin === ownOrigin;
}
