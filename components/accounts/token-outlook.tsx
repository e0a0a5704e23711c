import { Timestamp } from "@/components/ui/timestamp";
import type { ServerAction } from "@/components/ui/use-server-action";
import type { AccountDetail } from "@/lib/domain/account-view";
import { elapsed } from "@/lib/domain/durations";
import { LifeBar } from "./life-bar";
import { NextStep } from "./next-step";
import { RenewalPlan } from "./renewal-plan";
import { RenewalSwitch } from "./renewal-switch";
import { lifeDays } from "./row-view";
import { StatusBadge } from "./status-badge";

/** What is so, what happens next, and how much life is left. */
export function TokenOutlook({
  account,
  now,
  setAutoRenew,
}: {
  account: AccountDetail;
  now: Date;
  /** Null for those who may look only. */
  setAutoRenew: ServerAction | null;
}) {
  const { status, issuedAt, expiresAt } = account;
  const over = elapsed(now, expiresAt) <= 0;
  const usable = !over && status !== "reconnect_needed";
  return (
    <section id="next" aria-labelledby="next-title" className="card scroll-mt-4 px-[18px] py-4" data-status={status}>
      <h2 id="next-title" className="sr-only">
        What happens next
      </h2>
      <div className="flex flex-wrap items-start gap-x-3 gap-y-2">
        <StatusBadge status={status} />
        <div className="min-w-[min(100%,240px)] flex-1 pt-0.5 text-[13px] text-muted">
          <NextStep account={account} now={now} />
        </div>
      </div>
      <div className="mt-3.5 mb-2 *:h-2.5">
        <LifeBar days={usable ? lifeDays(expiresAt, now) : 0} />
      </div>
      <div className="flex flex-wrap justify-between gap-x-4 text-small text-muted tabular-nums">
        <span>
          issued <Timestamp at={issuedAt} now={now} show="day" />
        </span>
        <b className="font-medium text-ink">
          {usable ? <Timestamp at={expiresAt} now={now} show="left" /> : "no life left"}
        </b>
        <span>
          {over ? "expired" : "expires"} <Timestamp at={expiresAt} now={now} show="day" />
        </span>
      </div>
      <RenewalPlan account={account} now={now} />
      {setAutoRenew !== null && (
        <RenewalSwitch accountId={account.id} autoRenew={account.autoRenew} action={setAutoRenew} />
      )}
    </section>
  );
}
