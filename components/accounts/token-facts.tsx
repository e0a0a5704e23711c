import { Timestamp } from "@/components/ui/timestamp";
import type { AccountDetail } from "@/lib/domain/account-view";
import { lengthText } from "@/lib/domain/date-text";
import { elapsed } from "@/lib/domain/durations";
import { scopeText } from "@/lib/domain/scopes";
import { Fact } from "./fact";

/** All that is known of the token but the token. */
export function TokenFacts({ account, now }: { account: AccountDetail; now: Date }) {
  const { issuedAt, issuedAtAssumed, expiresAt, expiryAssumed, lastCheckedAt } = account;
  return (
    <section aria-labelledby="facts" className="card px-[18px] py-4">
      <h2 id="facts" className="mb-3 font-semibold">
        Token
      </h2>
      <dl className="grid grid-cols-[112px_minmax(0,1fr)] gap-x-3 gap-y-2.5 tabular-nums">
        <Fact name="Kept">{account.hasToken ? "Long-lived, sealed" : "Destroyed here"}</Fact>
        <Fact name="Issued">
          <Timestamp at={issuedAt} now={now} show="minute" />
          <Certainty assumed={issuedAtAssumed} assumedText="assumed: counted from the import" />
        </Fact>
        <Fact name="Expires">
          <Timestamp at={expiresAt} now={now} show="minute" />
          <Certainty assumed={expiryAssumed} assumedText="assumed: the first extend learns the true expiry" />
        </Fact>
        <Fact name="Age">{lengthText(elapsed(issuedAt, now))}</Fact>
        <Fact name="Permissions">
          <Permissions scopes={account.scopes} missing={account.missingScopes} />
        </Fact>
        <Fact name="Instagram id">
          <span className="break-all">{account.instagramUserId}</span>
        </Fact>
        <Fact name="App-scoped id">
          <span className="break-all">{account.appScopedId ?? "not known"}</span>
        </Fact>
        <Fact name="Last check">
          {lastCheckedAt === null ? (
            "never"
          ) : (
            <>
              <Timestamp at={lastCheckedAt} now={now} show="relative" />
              {account.lastCheckOutcome !== null && `: ${account.lastCheckOutcome}`}
            </>
          )}
        </Fact>
        <Fact name="Last extended">
          {account.lastRenewedAt === null ? (
            "never"
          ) : (
            <Timestamp at={account.lastRenewedAt} now={now} show="relative" />
          )}
        </Fact>
        <Fact name="Connected">
          <Timestamp at={account.connectedAt} now={now} show="day" />
        </Fact>
      </dl>
    </section>
  );
}

function Certainty({ assumed, assumedText }: { assumed: boolean; assumedText: string }) {
  return <span className="block text-small text-muted">{assumed ? assumedText : "known from Instagram"}</span>;
}

function Permissions({ scopes, missing }: { scopes: readonly string[]; missing: readonly string[] }) {
  if (scopes.length === 0 && missing.length === 0) return "not told by Instagram";
  return (
    <span className="flex flex-wrap gap-1">
      {scopes.map((scope) => (
        <span key={scope} className="tag" title={scope}>
          {scopeText(scope)}
        </span>
      ))}
      {missing.map((scope) => (
        <span key={scope} className="tag border-dashed" title={scope}>
          {scopeText(scope)}: not granted
        </span>
      ))}
    </span>
  );
}
