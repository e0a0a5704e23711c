import Link from "next/link";
import { LinkWaiting } from "@/components/shell/link-waiting";

/** The way back to the list, and where one is. */
export function Breadcrumb({ here }: { here: string }) {
  return (
    <nav aria-label="Breadcrumb" className="mb-3 text-small text-muted">
      <ol className="flex min-w-0 gap-1.5">
        <li>
          <Link href="/accounts" className="-my-1 inline-block py-1 hover:text-ink hover:underline">
            Accounts
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
