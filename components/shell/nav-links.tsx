"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { Icon } from "@/components/ui/icon";
import type { IconName } from "@/components/ui/icon-name";
import { LinkWaiting } from "./link-waiting";

const PLACES: { href: string; text: string; icon: IconName }[] = [
  { href: "/accounts", text: "Accounts", icon: "account" },
  { href: "/activity", text: "Activity", icon: "activity" },
  { href: "/notices", text: "Notices", icon: "bell" },
  { href: "/team", text: "Team", icon: "team" },
  { href: "/settings", text: "Settings", icon: "settings" },
];

/** `attention`: accounts that need a person, as of the last time the server drew the frame. */
export function NavLinks({ attention }: { attention: number }) {
  const path = usePathname();
  return (
    <nav aria-label="Main">
      <ul className="flex flex-col gap-0.5">
        {PLACES.map(({ href, text, icon }) => (
          <li key={href}>
            <Link
              href={href}
              aria-current={path === href ? "page" : path.startsWith(`${href}/`) ? "true" : undefined}
              className="nav-link"
            >
              <Icon name={icon} />
              {text}
              {href === "/accounts" && attention > 0 && (
                <span className="ml-auto rounded-full bg-bad-soft px-[7px] text-[12px] leading-[18px] text-bad tabular-nums">
                  {attention.toLocaleString("en-US")}
                  <span className="sr-only"> need attention</span>
                </span>
              )}
              <LinkWaiting />
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
