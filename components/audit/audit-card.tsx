import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";

/** The way to the audit log. */
export function AuditCard() {
  return (
    <Card title="Audit log">
      <p className="mb-3 text-muted">
        Sign-ins, roles, exports, settings, keys: who did what, when and from where. Owners only.
      </p>
      <ButtonLink href="/settings/audit" prefetch={false}>
        Open the audit log
      </ButtonLink>
    </Card>
  );
}
