"use client";

import Link from "next/link";
import type { TokenStatus } from "@/lib/domain/token-status";

export interface DotView {
  id: string;
  status: TokenStatus;
  /** "@fiora.atelier: 47 days left, Active". */
  text: string;
}

/** A dot an account, by group and in it by day. Client side for the same reason as the rows. */
export function RunwayDots({ groups }: { groups: readonly DotView[][][] }) {
  const first = groups.flat(2)[0];
  return (
    <div className="runway-dots">
      {groups.map((days, group) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a group is its place on the axis.
        <div key={group} className="runway-group">
          {days.map((dots, day) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a day is its place on the axis.
            <div key={day} className="runway-day">
              {dots.map((dot) => (
                <Link
                  key={dot.id}
                  href={`/accounts/${dot.id}`}
                  prefetch={false}
                  className="runway-dot"
                  data-status={dot.status}
                  title={dot.text}
                  tabIndex={dot === first ? 0 : -1}
                />
              ))}
            </div>
          ))}
        </div>
      ))}
    </div>
  );
}
