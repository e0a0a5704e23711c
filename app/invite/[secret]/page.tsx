import type { Metadata } from "next";
import { Entrance } from "@/components/shell/entrance";
import { JoinForm } from "@/components/team/join-form";
import { ButtonLink } from "@/components/ui/button-link";
import { ROLE_TEXT } from "@/lib/domain/role-text";
import { readInvitation } from "@/lib/services/read-invitation";
import { serverFacts, visitorContext } from "@/lib/web/page";
import { sessionContext } from "@/lib/web/session";
import { join } from "./actions";

export const metadata: Metadata = { title: "Invitation", robots: { index: false }, referrer: "no-referrer" };

export default async function InvitationPage({ params }: PageProps<"/invite/[secret]">) {
  const [{ secret }, { ctx, address }] = await Promise.all([params, visitorContext()]);
  const [invitation, signedIn, { simulator }] = await Promise.all([
    readInvitation(ctx, { secret, address }),
    sessionContext(),
    serverFacts(),
  ]);
  if (invitation.kind === "slow_down") {
    return (
      <Entrance title="Too many tries" text="Wait ten minutes, then open the link again." simulator={simulator}>
        {null}
      </Entrance>
    );
  }
  if (invitation.kind !== "open") {
    return (
      <Entrance
        title="This invitation is over"
        text="It was used, revoked or replaced, or it is older than 72 hours. Ask whoever sent it for a new one."
        simulator={simulator}
      >
        <p className="mb-4 text-muted">If you have joined already, sign in.</p>
        <ButtonLink href="/sign-in">Go to sign-in</ButtonLink>
      </Entrance>
    );
  }
  const { role, email, invitedBy } = invitation;
  const { withArticle, may } = ROLE_TEXT[role];
  if (signedIn !== null) {
    const { name, email: own } = signedIn.actor;
    return (
      <Entrance
        title="You are signed in"
        text={
          <>
            as <bdi>{name === "" ? own : name}</bdi>. The invitation makes a new person, {withArticle}; sign out first
            to use it yourself.
          </>
        }
        simulator={simulator}
      >
        <ButtonLink href="/accounts">Go to accounts</ButtonLink>
      </Entrance>
    );
  }
  return (
    <Entrance
      title="Join Perennial"
      text={
        <>
          <bdi>{invitedBy}</bdi> invites you as {withArticle}. {may}
        </>
      }
      simulator={simulator}
    >
      <JoinForm secret={secret} email={email} action={join} />
    </Entrance>
  );
}
