/** Whether a host name (without port) can only mean this machine. */
export function isLoopbackName(name: string): boolean {
  const bare = name.toLowerCase().replace(/^\[|\]$/g, "");
  return (
    bare === "localhost" ||
    bare.endsWith(".localhost") ||
    bare === "::1" ||
    /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(bare)
  );
}

/** Whether a socket's remote address is this machine's. */
export function isLoopbackPeer(address: string | undefined): boolean {
  return address !== undefined && isLoopbackName(address.replace(/^::ffff:/i, ""));
}

export function isLoopbackAddress(address: string): boolean {
  return URL.canParse(address) && isLoopbackName(new URL(address).hostname);
}
