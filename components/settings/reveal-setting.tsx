import { Card } from "@/components/ui/card";
import type { ServerAction } from "@/components/ui/use-server-action";
import { SwitchOffReveal } from "./switch-off-reveal";

interface Props {
  possible: boolean;
  /** Null for those who may look only. */
  action: ServerAction | null;
}

/** Whether tokens may be seen by people at all. */
export function RevealSetting({ possible, action }: Props) {
  return (
    <Card title="Revealing tokens" id="reveal">
      {possible ? (
        <>
          <p className="text-muted">
            Managers and owners can see or copy a token after they have confirmed who they are. Each time stands in the
            account’s history and in the audit log.
          </p>
          {action !== null && <SwitchOffReveal action={action} />}
        </>
      ) : (
        <p className="text-muted">
          Switched off for good. Nobody can see a token here; Perennial goes on renewing them.
        </p>
      )}
    </Card>
  );
}
