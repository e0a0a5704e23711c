import type { TokenStatus } from "@/lib/domain/token-status";
import { StatusBadge } from "./status-badge";

/** What an act on many accounts is about to work on. */
export function ChosenAccounts({
  accounts,
}: {
  accounts: readonly { id: string; username: string; label: string; status: TokenStatus }[];
}) {
  return (
    <ul aria-label="Selected accounts" className="divide-y divide-line">
      {accounts.map(({ id, username, label, status }) => (
        <li key={id} className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1 py-2">
          <span className="min-w-0 break-words">
            <bdi className="font-medium">@{username}</bdi>
            {label !== "" && <bdi className="block text-small text-muted">{label}</bdi>}
          </span>
          <StatusBadge status={status} />
        </li>
      ))}
    </ul>
  );
}
