import { ActionForm } from "@/components/ui/action-form";
import { SwitchButton } from "@/components/ui/switch-button";
import type { ServerAction } from "@/components/ui/use-server-action";

/** Switches renewal by itself on or off for one account. */
export function RenewalSwitch({
  accountId,
  autoRenew,
  action,
}: {
  accountId: string;
  autoRenew: boolean;
  action: ServerAction;
}) {
  return (
    <ActionForm action={action} className="mt-3.5 border-t border-line pt-3">
      <input type="hidden" name="accountId" value={accountId} />
      <input type="hidden" name="autoRenew" value={autoRenew ? "off" : "on"} />
      <div className="flex items-center justify-between gap-4">
        <div className="min-w-0">
          <span id="auto-renew" className="font-medium">
            Renew by itself
          </span>
          <p id="auto-renew-hint" className="text-small text-muted">
            Off: the token ends unless somebody presses Extend. The daily check stays.
          </p>
        </div>
        <SwitchButton on={autoRenew} aria-labelledby="auto-renew" aria-describedby="auto-renew-hint" />
      </div>
    </ActionForm>
  );
}
