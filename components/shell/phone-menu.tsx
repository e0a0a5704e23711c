"use client";

import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { Icon } from "@/components/ui/icon";

/** The sidebar's content behind a button. A new page closes it; it opens without JavaScript too. */
export function PhoneMenu({ children }: { children: ReactNode }) {
  const path = usePathname();
  return (
    <details key={path} className="group ml-auto">
      <summary className="btn btn-quiet w-11 list-none px-0 [&::-webkit-details-marker]:hidden">
        <Icon name="menu" className="size-[18px]" />
        <span className="sr-only">Menu</span>
      </summary>
      <div className="absolute inset-x-0 top-full z-20 flex flex-col gap-5 border-b border-line bg-sunken px-3.5 pt-1 pb-4 shadow-lg">
        {children}
      </div>
    </details>
  );
}
