import type { Metadata } from "next";
import { InvitationList } from "@/components/team/invitation-list";
import { InviteForm } from "@/components/team/invite-form";
import { PeopleList } from "@/components/team/people-list";
import { RoleGuide } from "@/components/team/role-guide";
import { Alert } from "@/components/ui/alert";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { mayDo } from "@/lib/domain/role";
import { canSendMail } from "@/lib/services/list-channels";
import { listTeam } from "@/lib/services/list-team";
import { readFeedLink } from "@/lib/services/read-feed-link";
import { pageContext } from "@/lib/web/page";
import { giveRole, invite, remove, revoke, signOut } from "./actions";

export const metadata: Metadata = { title: "Team" };

const DONE = new Map([
  ["removed", "Removed. They are signed out everywhere."],
  ["signed-out", "Signed out in every browser. They can sign in again."],
  ["revoked", "Revoked. The link lets nobody in any more."],
]);

export default async function TeamPage({ searchParams }: PageProps<"/team">) {
  const ctx = await pageContext();
  const done = DONE.get(String((await searchParams).done));
  const [{ people, invitations }, calendar] = await Promise.all([
    listTeam(ctx),
    readFeedLink(ctx, { kind: "calendar", accountId: null }),
  ]);
  const mayChange = mayDo(ctx.actor.role, "change_team");
  return (
    <>
      <PageHeader
        title="Team"
        sub={mayChange ? "Who works here, and what each may do" : "Owners invite people and change roles"}
      />
      {done !== undefined && (
        <Alert tone="good" className="mb-4" live>
          {done}
        </Alert>
      )}
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
        {mayChange && (
          <Card title="Invite somebody">
            <p className="mb-3 text-muted">
              The link lets one person in, within 72 hours, with the role that you choose here.
            </p>
            <InviteForm action={invite} canSendMail={canSendMail(ctx.settings)} />
          </Card>
        )}
        {(mayChange || invitations.length > 0) && (
          <InvitationList invitations={invitations} now={ctx.now} revoke={mayChange ? revoke : null} />
        )}
        <PeopleList
          people={people}
          selfId={ctx.actor.userId}
          now={ctx.now}
          calendarShared={calendar !== null}
          actions={mayChange ? { changeRole: giveRole, signOut, remove } : null}
        />
        <RoleGuide />
      </div>
    </>
  );
}
