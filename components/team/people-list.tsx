import { Avatar } from "@/components/ui/avatar";
import { Card } from "@/components/ui/card";
import { Icon } from "@/components/ui/icon";
import { Timestamp } from "@/components/ui/timestamp";
import type { ServerAction } from "@/components/ui/use-server-action";
import { ROLE_TEXT } from "@/lib/domain/role-text";
import type { TeamMember } from "@/lib/domain/team";
import { PersonControls } from "./person-controls";

export interface PeopleActions {
  changeRole: ServerAction;
  signOut: ServerAction;
  remove: ServerAction;
}

/** Everybody who works here. `actions` is null for those who may look only. */
export function PeopleList({
  people,
  selfId,
  now,
  calendarShared,
  actions,
}: {
  people: readonly TeamMember[];
  selfId: string;
  now: Date;
  /** The calendar has an address, which asks nobody to sign in. */
  calendarShared: boolean;
  actions: PeopleActions | null;
}) {
  const owners = people.filter(({ role }) => role === "owner").length;
  return (
    <Card title="People" className="pb-1.5">
      <ul>
        {people.map((person) => (
          <li key={person.id} className="border-b border-line py-3.5 last:border-0">
            <PersonFacts person={person} isSelf={person.id === selfId} now={now} />
            {actions !== null && (
              <PersonControls
                person={person}
                isSelf={person.id === selfId}
                isLastOwner={person.role === "owner" && owners === 1}
                calendarShared={calendarShared}
                actions={actions}
              />
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}

function PersonFacts({
  person: { name, email, role, hasSecondFactor, lastSeenAt },
  isSelf,
  now,
}: {
  person: TeamMember;
  isSelf: boolean;
  now: Date;
}) {
  const shownName = name === "" ? email : name;
  return (
    <div className="flex gap-3">
      <Avatar name={shownName} className="mt-0.5 size-8 text-[12px]" />
      <div className="min-w-0 flex-1 break-words">
        <h3 className="font-medium">
          <bdi>{shownName}</bdi>
          {isSelf && <span className="font-normal text-muted"> (you)</span>}
        </h3>
        <p className="text-[13px] text-muted">
          <bdi>{email}</bdi>
        </p>
        <p className="mt-0.5 flex flex-wrap items-center gap-x-3 text-[13px] text-muted">
          <span className="inline-flex items-center gap-1.5">
            <Icon
              name={hasSecondFactor ? "check" : "close"}
              className={hasSecondFactor ? "size-3.5 text-ok" : "size-3.5"}
            />
            {hasSecondFactor ? "Second factor" : "No second factor"}
          </span>
          <span>
            {lastSeenAt === null ? (
              "Not signed in"
            ) : (
              <>
                Last seen <Timestamp at={lastSeenAt} now={now} show="relative" />
              </>
            )}
          </span>
        </p>
      </div>
      <span className="h-fit text-[13px] font-medium whitespace-nowrap">{ROLE_TEXT[role].name}</span>
    </div>
  );
}
