import type { RenewalDay } from "@/lib/domain/renewal-days";
import { RUNWAY_DAYS } from "@/lib/domain/runway";

/** Marks below the runway: on which days accounts are renewed by themselves. The sentence below it says the same. */
export function RunwayRenewals({ days }: { days: readonly RenewalDay[] }) {
  const most = Math.max(1, ...days.map(({ count }) => count));
  return (
    <div className="runway-renewals" aria-hidden="true">
      {days.map(({ day, count }) => (
        <i
          key={day}
          className="runway-mark"
          style={{ left: `${((day + 0.5) / (RUNWAY_DAYS + 1)) * 100}%`, height: `${(count / most) * 100}%` }}
        />
      ))}
    </div>
  );
}
