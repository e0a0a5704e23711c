import Link from "next/link";
import type { ReactNode } from "react";
import { ProofOutlet } from "@/components/proof/proof-outlet";
import { PageSkeleton } from "@/components/ui/page-skeleton";
import { Brand } from "./brand";
import { NavLinks } from "./nav-links";
import { Person } from "./person";
import { PhoneMenu } from "./phone-menu";
import { SchedulerBanner } from "./scheduler-banner";
import { SimulatorBanner } from "./simulator-banner";
import { SkipLink } from "./skip-link";

/** The frame of every page behind the sign-in: a sidebar, or a bar with a menu where there is no room. */
export function Shell({
  person,
  simulator,
  schedulerProblem,
  attention,
  children,
}: {
  person: { name: string; email: string };
  simulator: boolean;
  /** Why nothing is renewed by itself, or null. */
  schedulerProblem: string | null;
  attention: number;
  children: ReactNode;
}) {
  return (
    <div className="grid min-h-dvh grid-cols-[minmax(0,1fr)] grid-rows-[auto_1fr] lg:grid-cols-[224px_minmax(0,1fr)] lg:grid-rows-none">
      <SkipLink />
      <ProofOutlet />
      <header className="relative flex items-center border-b border-line bg-sunken px-4 py-2 lg:sticky lg:top-0 lg:h-dvh lg:flex-col lg:items-stretch lg:gap-6 lg:border-r lg:border-b-0 lg:px-3.5 lg:py-5">
        <Link href="/accounts" className="rounded-md px-2 py-2 lg:py-0">
          <Brand />
        </Link>
        <div className="hidden lg:block">
          <NavLinks attention={attention} />
        </div>
        <div className="mt-auto hidden lg:block">
          <Person {...person} />
        </div>
        <div className="ml-auto lg:hidden">
          <PhoneMenu>
            <NavLinks attention={attention} />
            <Person {...person} />
          </PhoneMenu>
        </div>
      </header>
      <div className="min-w-0">
        {simulator && <SimulatorBanner />}
        {schedulerProblem !== null && <SchedulerBanner problem={schedulerProblem} />}
        <main
          id="main"
          tabIndex={-1}
          className="w-full max-w-[1240px] px-4 pt-[18px] pb-12 outline-none lg:px-8 lg:pt-7 lg:pb-16"
        >
          <div className="page">{children}</div>
          <div className="page-skeleton">
            <PageSkeleton />
          </div>
        </main>
      </div>
    </div>
  );
}
