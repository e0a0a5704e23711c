/** A path on this server to go on to, or the list of accounts: never another server. */
export function safeNext(next: string | undefined): string {
  // URL parsers drop control characters, which would turn "/<tab>/host" into "//host".
  if (next === undefined || !/^\/(?![/\\])\P{Cc}*$/u.test(next)) return "/accounts";
  return next;
}
