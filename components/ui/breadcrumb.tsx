import Link from "next/link";
import { LinkWaiting } from "@/components/shell/link-waiting";

const ACCOUNTS = { href: "/accounts", text: "Accounts" } as const;

/** The way back, to the list of accounts unless told, and where one is. */
export function Breadcrumb({
  here,
  back = ACCOUNTS,
}: {
  here: string;
  back?: { href: "/accounts" | "/settings"; text: string };
}) {
  return (
    <nav aria-label="Breadcrumb" className="mb-3 text-small text-muted">
      <ol className="flex min-w-0 gap-1.5">
        <li>
          <Link href={back.href} className="-my-1 inline-block py-1 hover:text-ink hover:underline">
            {back.text}
            <LinkWaiting />
          </Link>
        </li>
        <li aria-hidden="true">/</li>
        <li aria-current="page" className="truncate" dir="auto">
          {here}
        </li>
      </ol>
    </nav>
  );
}
