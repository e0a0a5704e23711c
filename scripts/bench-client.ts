import { Agent, type IncomingHttpHeaders, request } from "node:http";

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
  /** Milliseconds until the first byte of the answer. */
  firstByte: number;
}

interface Call {
  method?: "GET" | "POST";
  headers?: Record<string, string>;
  body?: string | Buffer;
}

/** A browser without pages: keeps cookies, follows nothing. */
export class BenchClient {
  readonly baseUrl: string;
  private readonly agent = new Agent({ keepAlive: true });
  private readonly cookies = new Map<string, string>();

  constructor(baseUrl: string) {
    this.baseUrl = baseUrl;
  }

  call(path: string, call: Call = {}): Promise<Answer> {
    const { method = "GET", headers = {}, body } = call;
    const url = new URL(path, this.baseUrl);
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    return new Promise((resolve, reject) => {
      const started = performance.now();
      const message = request(url, { method, agent: this.agent, headers: { cookie, ...headers } }, (response) => {
        const chunks: Buffer[] = [];
        let firstByte = performance.now() - started;
        response.once("data", () => {
          firstByte = performance.now() - started;
        });
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("end", () => {
          this.keepCookies(response.headers["set-cookie"] ?? []);
          const { statusCode: status = 0, headers: answered } = response;
          resolve({ status, headers: answered, body: Buffer.concat(chunks), firstByte });
        });
        response.on("error", reject);
      });
      message.on("error", (error: NodeJS.ErrnoException) => {
        // The server had closed the kept connection at the same moment; it has not read anything of this call.
        const tooLate = message.reusedSocket && error.code === "ECONNRESET";
        if (tooLate) this.call(path, call).then(resolve, reject);
        else reject(error);
      });
      message.end(body);
    });
  }

  postForm(path: string, fields: Record<string, string>): Promise<Answer> {
    const headers = { "content-type": "application/x-www-form-urlencoded", origin: new URL(this.baseUrl).origin };
    return this.call(path, { method: "POST", headers, body: new URLSearchParams(fields).toString() });
  }

  async signIn(email: string, password: string): Promise<void> {
    const { csrfToken } = JSON.parse((await this.call("/api/auth/csrf")).body.toString("utf8")) as {
      csrfToken: string;
    };
    const answer = await this.postForm("/api/auth/callback/credentials", { csrfToken, email, password, json: "true" });
    if (answer.status !== 200) throw new Error(`Signing in was answered with ${answer.status}.`);
  }

  close(): void {
    this.agent.destroy();
  }

  private keepCookies(lines: readonly string[]): void {
    for (const line of lines) {
      const [pair = ""] = line.split(";", 1);
      const separator = pair.indexOf("=");
      this.cookies.set(pair.slice(0, separator), pair.slice(separator + 1));
    }
  }
}
