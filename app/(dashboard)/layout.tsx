import type { ReactNode } from "react";
import { LivePage } from "@/components/shell/live-page";
import { Shell } from "@/components/shell/shell";
import { countAttention } from "@/lib/services/list-accounts";
import { liveState } from "@/lib/web/live";
import { pageContext, serverFacts } from "@/lib/web/page";

export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const ctx = await pageContext({ withoutFactor: true });
  const { name, email, mustAddFactor } = ctx.actor;
  if (mustAddFactor) return <EnrollingShell person={{ name, email }}>{children}</EnrollingShell>;
  const [attention, { simulator }, { revision, schedulerProblem }] = await Promise.all([
    countAttention(ctx),
    serverFacts(),
    liveState(ctx),
  ]);
  return (
    <Shell person={{ name, email }} simulator={simulator} schedulerProblem={schedulerProblem} attention={attention}>
      {children}
      <LivePage now={ctx.now.getTime()} revision={revision} />
    </Shell>
  );
}

/** Tells nothing of the accounts. */
async function EnrollingShell({ person, children }: { person: { name: string; email: string }; children: ReactNode }) {
  const { simulator } = await serverFacts();
  return (
    <Shell person={person} simulator={simulator} schedulerProblem={null} attention={0}>
      {children}
    </Shell>
  );
}
