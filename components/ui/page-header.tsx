import type { ReactNode } from "react";

export function PageHeader({ title, sub, children }: { title: ReactNode; sub?: ReactNode; children?: ReactNode }) {
  return (
    <div className="mb-5 flex flex-wrap items-end gap-x-3 gap-y-3">
      <div className="min-w-0 flex-1 basis-64">
        <h1 className="text-title break-words">{title}</h1>
        {sub !== undefined && <p className="mt-0.5 text-muted">{sub}</p>}
      </div>
      {children !== undefined && <div className="flex flex-wrap gap-2.5 max-md:w-full max-md:*:flex-1">{children}</div>}
    </div>
  );
}
