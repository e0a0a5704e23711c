import { clsx } from "clsx";
import type { ReactNode } from "react";
import { Icon } from "./icon";
import type { IconName } from "./icon-name";

export type Tone = "good" | "calm" | "bad" | "warning";

const LOOKS: Record<Tone, { box: string; icon: IconName }> = {
  good: { box: "bg-ok-soft text-ok", icon: "check" },
  calm: { box: "bg-act-soft text-act", icon: "info" },
  warning: { box: "bg-soon-soft text-soon", icon: "alert" },
  bad: { box: "bg-bad-soft text-bad", icon: "alert" },
};

/** A sentence that matters now. `live` reads it out when it appears without a new page. */
export function Alert({
  tone,
  title,
  children,
  live = false,
  className,
}: {
  tone: Tone;
  title?: ReactNode;
  children?: ReactNode;
  live?: boolean;
  className?: string;
}) {
  return (
    <div
      role={live ? "status" : undefined}
      className={clsx("flex gap-3 rounded-card border border-line px-3.5 py-2.5", LOOKS[tone].box, className)}
    >
      <Icon name={LOOKS[tone].icon} className="mt-0.5" />
      <div className="min-w-0 flex-1 break-words">
        {title !== undefined && <strong className="font-semibold">{title} </strong>}
        {children !== undefined && <span className="text-ink">{children}</span>}
      </div>
    </div>
  );
}
