import { Card } from "@/components/ui/card";
import { ROLES } from "@/lib/domain/role";
import { ROLE_TEXT } from "@/lib/domain/role-text";

/** What each role may do. */
export function RoleGuide() {
  return (
    <Card title="Roles">
      <dl className="grid gap-2">
        {ROLES.map((role) => (
          <div key={role} className="sm:flex sm:gap-3">
            <dt className="w-24 flex-none font-medium">{ROLE_TEXT[role].name}</dt>
            <dd className="text-muted">{ROLE_TEXT[role].may}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
