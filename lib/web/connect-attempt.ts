import "server-only";
import type { TokenSetParameters } from "openid-client";
import type { ConnectOutcome } from "@/lib/domain/connect-outcome";
import { boundedLine } from "@/lib/domain/plain-line";
import type { Profile } from "@/lib/instagram/responses";
import { connectAccount } from "@/lib/services/connect-account";
import type { PersonContext } from "@/lib/services/context";
import { exchangeCode, failedConnect, type Grant } from "@/lib/services/exchange-code";
import { CANCELLED_WITHOUT_STATE, finishConnect, redeemConnect } from "@/lib/services/redeem-connect";
import type { StartedConnect } from "@/lib/services/start-connect";

/** Characters of what Instagram says in the address bar. */
const LONGEST_REFUSAL = 300;

/** Ends next-auth's part of a request whose outcome is already on record. */
class ConnectStopped extends Error {}

/**
 * One request's part of a trip to Instagram. next-auth calls its steps one after the other; the token passes between
 * them here and never through next-auth's own objects. Where the person goes afterwards stands in `destination`.
 */
export class ConnectAttempt {
  readonly ctx: PersonContext;
  readonly started: StartedConnect | null;
  destination = "/accounts/connect/unknown";
  private flow: { flowId: string; reconnectAccountId: string | null } | null = null;
  private grant: Grant | null = null;
  private profile: Profile | null = null;

  constructor(ctx: PersonContext, started: StartedConnect | null = null) {
    this.ctx = ctx;
    this.started = started;
  }

  /** The consent window sent the person back without a code: they cancelled, or Instagram refused. */
  async refused(state: string, error: string, description: string): Promise<void> {
    const cancelled = error === "access_denied" && !/developer role/i.test(description);
    if (cancelled && state === "") this.destination = `/accounts?connect=${CANCELLED_WITHOUT_STATE}`;
    if (state === "" || !(await this.redeem(state))) return;
    await this.end(cancelled ? { kind: "cancelled" } : refusedOutcome(description || error), null);
  }

  async exchange(state: string | undefined, code: string | undefined): Promise<TokenSetParameters> {
    if (!(await this.redeem(state ?? ""))) throw new ConnectStopped("The state is unknown or spent.");
    const result = await this.orInterrupted(exchangeCode(this.ctx, code ?? ""));
    if (!result.ok) return this.stop(result.outcome);
    this.grant = result.grant;
    return {};
  }

  async readProfile(): Promise<Profile> {
    if (this.grant === null) throw new ConnectStopped("There is no token to read a profile with.");
    const answer = await this.orInterrupted(this.ctx.instagram.readProfile(this.grant.token));
    if (!answer.ok) return this.stop(failedConnect(answer.failure));
    this.profile = answer.value;
    return answer.value;
  }

  /** Hands the result over to the service; returns where the person goes. */
  async finish(): Promise<string> {
    const { grant, profile, flow } = this;
    if (grant === null || profile === null || flow === null) throw new ConnectStopped("The exchange did not finish.");
    const connecting = connectAccount(this.ctx, { grant, profile, reconnectAccountId: flow.reconnectAccountId });
    const { outcome, accountId } = await this.orInterrupted(connecting);
    await this.end(outcome, accountId);
    return this.destination;
  }

  private async redeem(state: string): Promise<boolean> {
    const result = await redeemConnect(this.ctx, state);
    if (result.kind === "claimed") this.flow = result;
    if (result.kind !== "unknown") this.destination = `/accounts/connect/${result.flowId}`;
    return result.kind === "claimed";
  }

  private async stop(outcome: ConnectOutcome): Promise<never> {
    await this.end(outcome, null);
    throw new ConnectStopped(outcome.kind);
  }

  private async end(outcome: ConnectOutcome, accountId: string | null): Promise<void> {
    if (this.flow === null) return;
    const { flowId } = this.flow;
    const kept = await finishConnect(this.ctx, flowId, outcome, accountId);
    this.destination = destinationOf(kept, flowId, accountId);
  }

  /** A fault of our own, such as a full disk, must not leave a flow without an end. */
  private async orInterrupted<Result>(work: Promise<Result>): Promise<Result> {
    try {
      return await work;
    } catch (error) {
      this.ctx.log.error({ event: "connect_interrupted", err: error }, "connect interrupted");
      await this.end({ kind: "interrupted" }, null).catch(() => undefined);
      throw error;
    }
  }
}

function refusedOutcome(text: string): ConnectOutcome {
  const message = boundedLine(text, LONGEST_REFUSAL);
  if (/developer role/i.test(message)) return { kind: "failed", reason: "developer_role", code: null, message };
  return { kind: "refused_by_instagram", message };
}

/** Where a finished flow is shown: on the account, on the list, or on a page of its own when something is wrong. */
export function destinationOf(outcome: ConnectOutcome, flowId: string, accountId: string | null): string {
  if ((outcome.kind === "connected" || outcome.kind === "reconnected") && accountId !== null) {
    return `/accounts/${accountId}?connect=${flowId}`;
  }
  return outcome.kind === "cancelled" ? `/accounts?connect=${flowId}` : `/accounts/connect/${flowId}`;
}
