import type { Metadata } from "next";
import { AuditCard } from "@/components/audit/audit-card";
import { CalendarCard } from "@/components/feeds/feed-card";
import { KeysCard } from "@/components/keys/keys-card";
import { FactorRuleCard } from "@/components/second-factors/factor-rule-card";
import { HttpsNote } from "@/components/settings/https-note";
import { RedirectUri } from "@/components/settings/redirect-uri";
import { RevealSetting } from "@/components/settings/reveal-setting";
import { SetupGuide } from "@/components/settings/setup-guide";
import { VariableList } from "@/components/settings/variable-list";
import { Alert } from "@/components/ui/alert";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { mayDo } from "@/lib/domain/role";
import { listKeys } from "@/lib/services/list-keys";
import { readFactorRule } from "@/lib/services/read-factor-rule";
import { readFeedLink } from "@/lib/services/read-feed-link";
import { isRevealPossible } from "@/lib/services/reveal-switch";
import { pageContext, serverFacts } from "@/lib/web/page";
import { createCalendarLink, endReveal, revokeCalendarLink } from "./actions";
import { setFactorRule } from "./factor-rule-action";

export const metadata: Metadata = { title: "Settings" };

export default async function SettingsPage() {
  const ctx = await pageContext();
  const maySecure = mayDo(ctx.actor.role, "change_security");
  const [facts, calendar, revealPossible, factorRule, keys] = await Promise.all([
    serverFacts(),
    readFeedLink(ctx, { kind: "calendar", accountId: null }),
    isRevealPossible(ctx),
    readFactorRule(ctx),
    maySecure ? listKeys(ctx) : null,
  ]);
  const mayChange = mayDo(ctx.actor.role, "change_accounts");
  // On top while it is to be followed; afterwards it is only looked up.
  const guide = (
    <>
      <Card title="Redirect URI">
        <p className="mb-2.5 text-muted">
          Where Instagram sends people back to. It must stand in Meta’s form exactly so.
        </p>
        <RedirectUri uri={facts.redirectUri} />
        <HttpsNote baseUrl={facts.baseUrl} https={facts.https} />
      </Card>
      <Card title="Set up Instagram" className="pb-1">
        <SetupGuide
          redirectUri={facts.redirectUri}
          deauthorizeUrl={facts.deauthorizeUrl}
          dataDeletionUrl={facts.dataDeletionUrl}
          scopes={facts.scopes}
        />
      </Card>
    </>
  );
  return (
    <>
      <PageHeader title="Settings" sub={`Perennial ${facts.version} on ${facts.databaseKind}`} />
      {!facts.instagramConfigured && (
        <Alert tone="warning" className="mb-4" title="Instagram is not set up yet.">
          Follow the guide below; it ends with two variables, INSTAGRAM_CLIENT_ID and INSTAGRAM_CLIENT_SECRET.
        </Alert>
      )}
      <div className="grid gap-4">
        <Card title="Your profile">
          <p className="mb-3 text-muted">
            Your name and password, passkeys, second factors, and where you are signed in.
          </p>
          <ButtonLink href="/settings/profile">Open profile</ButtonLink>
        </Card>
        {!facts.instagramConfigured && guide}
        <CalendarCard
          link={calendar}
          now={ctx.now}
          actions={mayChange ? { create: createCalendarLink, revoke: revokeCalendarLink } : null}
        />
        <FactorRuleCard rule={factorRule} action={maySecure ? setFactorRule : null} />
        <RevealSetting possible={revealPossible} action={maySecure ? endReveal : null} />
        {mayDo(ctx.actor.role, "see_audit") && <AuditCard />}
        {keys !== null && <KeysCard keys={keys} />}
        {facts.instagramConfigured && guide}
        <Card title="Variables" className="pb-1">
          <p className="text-muted">Set them in the environment or in .env, then restart Perennial.</p>
          <VariableList variables={facts.variables} />
        </Card>
      </div>
    </>
  );
}
