import Link from "next/link";
import { Avatar } from "@/components/ui/avatar";
import { ThemeToggle } from "@/components/ui/theme-toggle";
import { SignOutButton } from "./sign-out-button";

/** Who is signed in, with the way to their profile, the theme, and the way out. */
export function Person({ name, email }: { name: string; email: string }) {
  return (
    <div className="flex flex-col gap-3">
      <ThemeToggle />
      <div className="flex items-center gap-2.5 pl-1">
        <Link
          href="/settings/profile"
          title={email}
          className="flex min-w-0 flex-1 items-center gap-2.5 rounded-md py-1 text-[13px] text-muted hover:text-ink hover:underline max-lg:min-h-11"
        >
          <Avatar name={name === "" ? email : name} className="size-[26px] text-[11px]" />
          <span className="truncate" dir="auto">
            {name === "" ? email : name}
          </span>
        </Link>
        <SignOutButton />
      </div>
    </div>
  );
}
