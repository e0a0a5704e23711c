import { ActionForm } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import { SwitchButton } from "@/components/ui/switch-button";
import type { ServerAction } from "@/components/ui/use-server-action";
import type { FactorRule } from "@/lib/domain/second-factor";

/** Whether everybody needs a second factor. `action` is null for those who may look only. */
export function FactorRuleCard({
  rule: { required, without },
  action,
}: {
  rule: FactorRule;
  action: ServerAction | null;
}) {
  const rule = required
    ? "Whoever has no authenticator app or passkey must set one up before anything else."
    : "Everybody decides for themselves. On: whoever has none must set one up before anything else.";
  const text = without === 0 ? rule : `${rule} ${withoutText(without)}`;
  return (
    <Card title="Second factor for everybody" id="second-factor">
      {action === null ? (
        <p className="text-muted">{text}</p>
      ) : (
        <ActionForm action={action}>
          <input type="hidden" name="required" value={required ? "off" : "on"} />
          <div className="flex items-center justify-between gap-4">
            <p id="second-factor-hint" className="min-w-0 text-muted">
              {text}
            </p>
            <SwitchButton
              on={required}
              aria-label="Second factor for everybody"
              aria-describedby="second-factor-hint"
            />
          </div>
        </ActionForm>
      )}
    </Card>
  );
}

function withoutText(count: number): string {
  return count === 1 ? "Now 1 person has none." : `Now ${count.toLocaleString("en-US")} people have none.`;
}
