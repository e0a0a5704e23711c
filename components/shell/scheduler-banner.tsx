import { Icon } from "@/components/ui/icon";

/** Says on every page that nothing is renewed by itself, why, and what to do. */
export function SchedulerBanner({ problem }: { problem: string }) {
  return (
    <aside
      aria-label="Scheduler"
      className="flex gap-2.5 border-b border-line bg-bad-soft px-4 py-2 text-[13px] text-ink lg:px-9"
    >
      <Icon name="alert" className="mt-0.5 text-bad" />
      <p className="min-w-0">
        <strong className="font-semibold text-bad">Renewals have stopped.</strong> {problem}
      </p>
    </aside>
  );
}
