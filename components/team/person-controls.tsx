import Link from "next/link";
import { ActionForm } from "@/components/ui/action-form";
import { SubmitButton } from "@/components/ui/submit-button";
import type { TeamMember } from "@/lib/domain/team";
import type { PeopleActions } from "./people-list";
import { RoleSelect } from "./role-select";

/** What an owner may do to a person: another role, out of every browser, or out of the team. */
export function PersonControls({
  person: { id, name, email, role, lastSeenAt },
  isSelf,
  isLastOwner,
  calendarShared,
  actions,
}: {
  person: TeamMember;
  isSelf: boolean;
  isLastOwner: boolean;
  calendarShared: boolean;
  actions: PeopleActions;
}) {
  if (isLastOwner) {
    return (
      <p className="mt-2 text-[13px] text-muted sm:pl-11">
        The only owner. Make somebody else an owner first, to step down or leave.
      </p>
    );
  }
  const shownName = name === "" ? email : name;
  return (
    <div className="mt-2.5 flex flex-wrap items-center gap-2 sm:pl-11">
      <ActionForm action={actions.changeRole} className="max-sm:w-full">
        <input type="hidden" name="userId" value={id} />
        <div className="flex items-center gap-2">
          <RoleSelect label={`Role of ${shownName}`} value={role} />
          <SubmitButton size="small">
            Change role<span className="sr-only"> of {shownName}</span>
          </SubmitButton>
        </div>
      </ActionForm>
      {!isSelf && lastSeenAt !== null && (
        <ActionForm action={actions.signOut}>
          <input type="hidden" name="userId" value={id} />
          <SubmitButton size="small">
            Sign out<span className="sr-only"> {shownName}</span>
          </SubmitButton>
        </ActionForm>
      )}
      <details className="min-w-0 open:basis-full">
        <summary className="btn btn-small w-fit list-none [&::-webkit-details-marker]:hidden">
          {isSelf ? "Leave" : "Remove"}
          <span className="sr-only"> {shownName}</span>
        </summary>
        <ActionForm action={actions.remove} className="mt-2 rounded-control border border-line bg-sunken px-3 py-2.5">
          <input type="hidden" name="userId" value={id} />
          <p className="mb-2 break-words text-muted">
            {isSelf ? "You" : <bdi className="text-ink">{shownName}</bdi>} will be signed out everywhere and unable to
            sign in again. History keeps the name, and runs that were started go on.
          </p>
          {calendarShared && (
            <p className="mb-2 break-words text-muted">
              The calendar’s address goes on working for whoever knows it. To end that, replace it in the{" "}
              <Link href="/settings#calendar" className="link">
                settings
              </Link>
              .
            </p>
          )}
          <SubmitButton size="small" tone="danger">
            {isSelf ? "Leave the team" : "Remove from the team"}
          </SubmitButton>
        </ActionForm>
      </details>
    </div>
  );
}
