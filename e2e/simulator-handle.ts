import type { AccountInput } from "../simulator/account-verbs";
import type { FaultInput } from "../simulator/faults";
import type { SimulatorState } from "../simulator/state";
import type { Account, AccountFault } from "../simulator/store";
import type { Switches } from "../simulator/switches";
import type { IssuedToken, TokenInput } from "../simulator/token-verbs";

/**
 * The running simulator's control side over HTTP. All workers share it: name the account that a fault is for, and leave
 * clock and switches alone unless the test runs by itself.
 */
export class SimulatorHandle {
  readonly url: string;

  constructor(url: string) {
    this.url = url;
  }

  addAccount(input: AccountInput): Promise<Account> {
    return this.call("add-account", input);
  }

  async issueToken(input: TokenInput): Promise<IssuedToken> {
    const [issued] = await this.call<IssuedToken[]>("issue-tokens", [input]);
    if (issued === undefined) throw new Error("The simulator issued no token.");
    return issued;
  }

  setAccountFault(username: string, fault: AccountFault | null): Promise<void> {
    return this.call("set-account-fault", { username, fault });
  }

  /** Returns what ends it again. */
  async setFault(fault: FaultInput): Promise<() => Promise<void>> {
    const { id } = await this.call<{ id: string }>("set-fault", fault);
    return () => this.call("clear-faults", { id });
  }

  setSwitches(switches: Partial<Switches>): Promise<Switches> {
    return this.call("set-switches", switches);
  }

  async validTokens(username: string): Promise<string[]> {
    return (await this.call<{ tokens: string[] }>("valid-token", { username })).tokens;
  }

  addRedirectUri(redirectUri: string): Promise<void> {
    return this.call("add-redirect-uri", { redirectUri });
  }

  async state(): Promise<SimulatorState> {
    const answer = await fetch(`${this.url}/control/api/state`);
    return (await answer.json()) as SimulatorState;
  }

  async call<Answer>(verb: string, input: object = {}): Promise<Answer> {
    const answer = await fetch(`${this.url}/control/api/${verb}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(input),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`The simulator refused ${verb}: ${text}`);
    return JSON.parse(text) as Answer;
  }
}
