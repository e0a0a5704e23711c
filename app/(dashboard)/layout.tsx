import type { ReactNode } from "react";
import { Shell } from "@/components/shell/shell";
import { countAttention } from "@/lib/services/list-accounts";
import { pageContext, serverFacts } from "@/lib/web/page";

export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const ctx = await pageContext();
  const { name, email } = ctx.actor;
  const [attention, { simulator }] = await Promise.all([countAttention(ctx), serverFacts()]);
  return (
    <Shell person={{ name, email }} simulator={simulator} attention={attention}>
      {children}
    </Shell>
  );
}
