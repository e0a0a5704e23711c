import { ActionForm } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import { Icon } from "@/components/ui/icon";
import { SubmitButton } from "@/components/ui/submit-button";
import { Timestamp } from "@/components/ui/timestamp";
import type { ServerAction } from "@/components/ui/use-server-action";
import { ROLE_TEXT } from "@/lib/domain/role-text";
import type { InvitationView } from "@/lib/domain/team";

/** Invitations that nobody has used yet. `revoke` is null for those who may look only. */
export function InvitationList({
  invitations,
  now,
  revoke,
}: {
  invitations: readonly InvitationView[];
  now: Date;
  revoke: ServerAction | null;
}) {
  return (
    <Card title="Pending invitations" className="pb-1.5">
      {invitations.length === 0 && <p className="pb-2.5 text-muted">Nobody is invited at the moment.</p>}
      <ul>
        {invitations.map(({ id, email, role, createdByName, expiresAt }) => (
          <li key={id} className="flex flex-wrap gap-x-3 gap-y-2 border-b border-line py-3.5 last:border-0">
            <Icon name={email === null ? "copy" : "mail"} className="mt-0.5 text-accent" />
            <div className="min-w-0 flex-1 break-words">
              <h3 className="font-medium">{email === null ? "Whoever has the link" : <bdi>{email}</bdi>}</h3>
              <p className="text-[13px] text-muted">
                {ROLE_TEXT[role].name} · by <bdi>{createdByName}</bdi> · until{" "}
                <Timestamp at={expiresAt} now={now} show="minute" />
              </p>
            </div>
            {revoke !== null && (
              <ActionForm action={revoke} className="max-sm:w-full">
                <input type="hidden" name="invitationId" value={id} />
                <SubmitButton size="small" tone="danger">
                  Revoke<span className="sr-only"> the invitation for {email ?? "whoever has the link"}</span>
                </SubmitButton>
              </ActionForm>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}
