import Link from "next/link";
import type { ReactNode } from "react";
import { EVENT_LOOKS } from "@/components/accounts/history-text";
import { Button } from "@/components/ui/button";
import { type ActivityQuery, activityQueryString, isFiltered, SERVER_PERSON } from "@/lib/domain/activity-query";
import { EVENT_GROUP_NAMES, EVENT_GROUPS, type EventGroup } from "@/lib/domain/event-groups";

const GROUP_TEXT: Record<EventGroup, string> = {
  renewals: "Renewals",
  connections: "Connections",
  checks: "Checks and health",
  profile: "Profile and label",
  server: "Meta app and server",
};

/** A plain form whose answers stand in the URL. */
export function ActivityFilters({ query, people }: { query: ActivityQuery; people: readonly string[] }) {
  const { account, kind, person, from, to } = query;
  return (
    <search>
      {/* A link may have changed the filters: then the fields begin anew. */}
      <form
        key={activityQueryString(query)}
        action="/activity"
        className="mb-3 grid grid-cols-2 items-end gap-x-2.5 gap-y-2 md:flex md:flex-wrap"
      >
        <Labelled text="Account" className="col-span-2 md:w-[184px]">
          <input
            type="search"
            name="account"
            placeholder="Name or label"
            defaultValue={account}
            maxLength={100}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            className="input"
          />
        </Labelled>
        <Labelled text="What happened" className="md:w-[176px]">
          <select name="kind" defaultValue={kind ?? ""} className="input">
            <option value="">Anything</option>
            {EVENT_GROUP_NAMES.map((group) => (
              <optgroup key={group} label={GROUP_TEXT[group]}>
                <option value={group}>{`${GROUP_TEXT[group]}: all`}</option>
                {EVENT_GROUPS[group].map((one) => (
                  <option key={one} value={one}>
                    {EVENT_LOOKS[one].text}
                  </option>
                ))}
              </optgroup>
            ))}
          </select>
        </Labelled>
        <Labelled text="Who" className="md:w-[130px]">
          <select name="person" defaultValue={person} className="input">
            <option value="">Anybody</option>
            <option value={SERVER_PERSON}>The server</option>
            {person !== "" && person !== SERVER_PERSON && !people.includes(person) && <option>{person}</option>}
            {people.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </Labelled>
        <Labelled text="From (UTC)" className="md:w-[138px]">
          <input type="date" name="from" defaultValue={from ?? ""} className="input" />
        </Labelled>
        <Labelled text="To (UTC)" className="md:w-[138px]">
          <input type="date" name="to" defaultValue={to ?? ""} className="input" />
        </Labelled>
        <div className="col-span-2 flex items-center gap-3.5 max-md:*:flex-1">
          <Button type="submit">Filter</Button>
          {isFiltered(query) && (
            <Link href="/activity" prefetch={false} className="link py-1 font-medium max-md:py-3 max-md:text-center">
              Clear filters
            </Link>
          )}
        </div>
      </form>
    </search>
  );
}

function Labelled({ text, className, children }: { text: string; className: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is the child.
    <label className={`min-w-0 ${className}`}>
      <span className="mb-1 block text-small text-muted">{text}</span>
      {children}
    </label>
  );
}
