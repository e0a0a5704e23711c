import { EVENT_LOOKS } from "@/components/accounts/history-text";
import { HistoryFilters, PersonField } from "@/components/ui/history-filters";
import { Labelled } from "@/components/ui/labelled";
import { type ActivityQuery, activityQueryString, isFiltered, SERVER_PERSON } from "@/lib/domain/activity-query";
import { EVENT_GROUP_NAMES, EVENT_GROUPS, type EventGroup } from "@/lib/domain/event-groups";

const GROUP_TEXT: Record<EventGroup, string> = {
  renewals: "Renewals",
  connections: "Connections",
  checks: "Checks and health",
  profile: "Profile and label",
  server: "Meta app and server",
};

export function ActivityFilters({ query, people }: { query: ActivityQuery; people: readonly string[] }) {
  const { account, kind, person } = query;
  return (
    <HistoryFilters path="/activity" question={activityQueryString(query)} days={query} filtered={isFiltered(query)}>
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
      <PersonField person={person} people={people} nobody={{ value: SERVER_PERSON, text: "The server" }} />
    </HistoryFilters>
  );
}
