/** Where the server shows an account's profile picture; undefined while it has none. */
export function pictureAddress(accountId: string, version: string | null | undefined): string | undefined {
  return version == null ? undefined : `/accounts/${encodeURIComponent(accountId)}/picture?v=${version}`;
}
