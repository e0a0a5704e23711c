/** A path on this server to go on to, or the list of accounts: never another server. */
export function safeNext(next: string | undefined): string {
  if (next === undefined || !/^\/(?![/\\])/.test(next)) return "/accounts";
  return next;
}
