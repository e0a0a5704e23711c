import { Icon } from "@/components/ui/icon";
import type { IconName } from "@/components/ui/icon-name";
import { STATUS_TEXT, type TokenStatus } from "@/lib/domain/token-status";

export const STATUS_ICON: Record<TokenStatus, IconName> = {
  active: "check",
  expiring_soon: "clock",
  expired: "expired",
  reconnect_needed: "unplug",
  action_needed: "phone",
  permission_problem: "shield",
};

/** Icon, word and colour: never the colour alone. */
export function StatusBadge({ status }: { status: TokenStatus }) {
  return (
    <span className="badge" data-status={status}>
      <Icon name={STATUS_ICON[status]} />
      {STATUS_TEXT[status]}
    </span>
  );
}
