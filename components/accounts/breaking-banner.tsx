import Link from "next/link";
import { Alert } from "@/components/ui/alert";
import { counted } from "@/lib/domain/date-text";
import { DAY } from "@/lib/domain/durations";
import { BREAKS_SOON } from "@/lib/domain/left-alone";

/** Names what ends soon while no renewal takes care of it. */
export function BreakingBanner({ count, usernames }: { count: number; usernames: readonly string[] }) {
  const more = count - usernames.length;
  return (
    <Alert
      tone="warning"
      className="mb-4"
      title={`${counted(count, "token")} ${count === 1 ? "ends" : "end"} within ${counted(BREAKS_SOON / DAY, "day")}, and no renewal takes care of ${count === 1 ? "it" : "them"}.`}
    >
      {usernames.map((username, place) => (
        <span key={username}>
          {place > 0 && ", "}
          <bdi>@{username}</bdi>
        </span>
      ))}
      {more > 0 && ` and ${more.toLocaleString("en-US")} more`}.{" "}
      <Link href="/accounts?status=breaking" className="link font-medium whitespace-nowrap" prefetch={false}>
        Show {count === 1 ? "it" : "them"}
      </Link>
    </Alert>
  );
}
