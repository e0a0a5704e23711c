import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { request } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCommand } from "../scripts/run-command";

export interface TlsProxy {
  /** `https://localhost:…` */
  url: string;
  /** Where requests go on to. */
  port: number;
  close(): Promise<void>;
}

/** Stands in front of a server as a reverse proxy does, with a certificate of its own. Null where there is no OpenSSL. */
export async function startTlsProxy(): Promise<TlsProxy | null> {
  const pair = await makePair();
  if (pair === null) return null;
  const server = createServer(pair, (incoming, answer) => {
    const headers = { ...incoming.headers, "x-forwarded-proto": "https", "x-forwarded-for": "198.51.100.20" };
    const { url: path, method } = incoming;
    const onward = request({ host: "127.0.0.1", port: proxy.port, path, method, headers }, (response) => {
      answer.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(answer);
    });
    onward.on("error", () => answer.destroy());
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const proxy: TlsProxy = {
    url: `https://localhost:${(server.address() as AddressInfo).port}`,
    port: 0,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  return proxy;
}

async function makePair(): Promise<{ key: string; cert: string } | null> {
  const folder = mkdtempSync(join(tmpdir(), "perennial-tls-"));
  const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  const kind = ["-newkey", "rsa:2048", "-noenc", "-days", "2", "-subj", "/CN=localhost"];
  try {
    const { code } = await runCommand("openssl", ["req", "-x509", ...kind, "-keyout", key, "-out", cert]);
    return code === 0 ? { key: readFileSync(key, "utf8"), cert: readFileSync(cert, "utf8") } : null;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
