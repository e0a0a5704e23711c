import { Avatar } from "@/components/ui/avatar";
import { ThemeToggle } from "@/components/ui/theme-toggle";
import { SignOutButton } from "./sign-out-button";

/** Who is signed in, the theme, and the way out. */
export function Person({ name, email }: { name: string; email: string }) {
  return (
    <div className="flex flex-col gap-3">
      <ThemeToggle />
      <div className="flex items-center gap-2.5 pl-1">
        <Avatar name={name === "" ? email : name} className="size-[26px] text-[11px]" />
        <span className="min-w-0 flex-1 truncate text-[13px] text-muted" title={email} dir="auto">
          {name === "" ? email : name}
        </span>
        <SignOutButton />
      </div>
    </div>
  );
}
