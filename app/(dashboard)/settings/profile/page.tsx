import type { Metadata } from "next";
import { NameForm } from "@/components/profile/name-form";
import { PasswordForm } from "@/components/profile/password-form";
import { SessionList } from "@/components/profile/session-list";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { listSessions } from "@/lib/services/list-sessions";
import { pageContext } from "@/lib/web/page";
import { changeName, changePassword, endOtherSessions, endSession } from "./actions";
import { SecondFactors } from "./second-factors";

export const metadata: Metadata = { title: "Profile" };

export default async function ProfilePage() {
  const ctx = await pageContext({ withoutFactor: true });
  const sessions = await listSessions(ctx);
  const { name, email, role } = ctx.actor;
  return (
    <>
      <PageHeader title="Profile" sub={`${email} · ${role}`} />
      <div className="grid gap-4">
        <Card title="Name">
          <NameForm name={name} action={changeName} />
        </Card>
        <Card title="Password">
          <p className="mb-3 text-muted">Changing it signs out every other browser.</p>
          <PasswordForm email={email} action={changePassword} />
        </Card>
        <SecondFactors ctx={ctx} />
        <SessionList sessions={sessions} now={ctx.now} actions={{ end: endSession, endOthers: endOtherSessions }} />
      </div>
    </>
  );
}
