import { ExternalLink } from "@/components/settings/external-link";
import { Alert } from "@/components/ui/alert";
import { Timestamp } from "@/components/ui/timestamp";
import { type AppCondition, isFaultOfApp, isPaused, isSlow } from "@/lib/domain/app-condition";
import { failureSentence } from "@/lib/domain/failure-sentence";

const APP_DASHBOARD = "https://developers.facebook.com/apps/";

/** What holds for all accounts at once: what is so, until when, and what to do. Nothing while all is well. */
export function AppBanner({ app, now }: { app: AppCondition; now: Date }) {
  if (app.faultSince !== null) {
    const ofApp = app.faultKind === null || isFaultOfApp(app.faultKind);
    return ofApp ? <AppFault app={app} since={app.faultSince} now={now} /> : <Outage app={app} now={now} />;
  }
  if (isPaused(app, now) && app.pausedUntil !== null) return <Pause until={app.pausedUntil} now={now} />;
  if (!isSlow(app, now)) return null;
  return (
    <Alert tone="calm" className="mb-4" title="Renewals go one at a time.">
      Instagram says that over 80 % of the calls it allows your Meta app are used up. Nothing to do: Perennial speeds up
      again by itself.
    </Alert>
  );
}

function Pause({ until, now }: { until: Date; now: Date }) {
  return (
    <Alert
      tone="warning"
      className="mb-4"
      title={
        <>
          Renewals pause until <Timestamp at={until} now={now} show="near" />.
        </>
      }
    >
      Instagram says there have been too many calls for your Meta app. Nothing to do: Perennial goes on by itself{" "}
      <Timestamp at={until} now={now} show="relative" />, and every account keeps its status.
    </Alert>
  );
}

function AppFault({ app, since, now }: { app: AppCondition; since: Date; now: Date }) {
  return (
    <Alert tone="bad" className="mb-4" title="Your Meta app seems switched off.">
      Since <Timestamp at={since} now={now} show="minute" /> most accounts get the same refusal
      {app.faultReason === null ? "." : `: ${failureSentence(app.faultReason).what}`} Open the{" "}
      <ExternalLink href={APP_DASHBOARD}>App Dashboard</ExternalLink> and look for required actions, above all the Data
      Use Checkup. Every account keeps its status; renewals pause. <AsksAgain app={app} now={now} />
    </Alert>
  );
}

function Outage({ app, now }: { app: AppCondition; now: Date }) {
  return (
    <Alert tone="warning" className="mb-4" title="Instagram has trouble.">
      Most accounts get no useful answer. Nothing to do: every account keeps its status; renewals pause.{" "}
      <AsksAgain app={app} now={now} />
    </Alert>
  );
}

function AsksAgain({ app: { faultProbeAt }, now }: { app: AppCondition; now: Date }) {
  const coming = faultProbeAt !== null && faultProbeAt.getTime() > now.getTime();
  return (
    <>
      Perennial asks again {coming ? <Timestamp at={faultProbeAt} now={now} show="relative" /> : "with its next run"}{" "}
      and goes on by itself.
    </>
  );
}
