import { Skeleton } from "./skeleton";

const ROWS = ["a", "b", "c"];

/** The outline of a page that is on its way. */
export function PageSkeleton() {
  return (
    <>
      <p role="status" className="sr-only">
        Loading…
      </p>
      <Skeleton className="mb-2 h-7 w-40" />
      <Skeleton className="mb-6 h-4 w-28" />
      <Skeleton className="mb-3 h-20 rounded-card" />
      <div className="card divide-y divide-line">
        {ROWS.map((row) => (
          <div key={row} className="flex h-[58px] items-center gap-3 px-4">
            <Skeleton className="size-[34px] rounded-full" />
            <Skeleton className="h-4 w-40" />
            <Skeleton className="ml-auto h-4 w-24" />
          </div>
        ))}
      </div>
    </>
  );
}
