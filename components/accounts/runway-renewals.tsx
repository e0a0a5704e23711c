import type { RenewalDay } from "@/lib/domain/renewal-days";
import { RUNWAY_DAYS } from "@/lib/domain/runway";

/** Per cent of the row's height, so that a single renewal still shows. */
const LEAST_HEIGHT = 40;

/** Marks below the runway: on which days accounts are renewed by themselves. The sentence below it says the same. */
export function RunwayRenewals({ days }: { days: readonly RenewalDay[] }) {
  const most = Math.max(1, ...days.map(({ count }) => count));
  const left = (day: number) => (((day + 0.5) / (RUNWAY_DAYS + 1)) * 100).toFixed(2);
  const height = (count: number) => Math.max(LEAST_HEIGHT, (count / most) * 100).toFixed(2);
  return (
    <svg className="runway-renewals" aria-hidden="true">
      {days.map(({ day, count }) => (
        <rect key={day} className="runway-mark" x={`${left(day)}%`} width="3" rx="1" height={`${height(count)}%`} />
      ))}
    </svg>
  );
}
