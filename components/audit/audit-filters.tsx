import { HistoryFilters, PersonField } from "@/components/ui/history-filters";
import { Labelled } from "@/components/ui/labelled";
import {
  AUDIT_ACTIONS,
  AUDIT_GROUP_NAMES,
  AUDIT_GROUPS,
  AUDIT_OUTCOMES,
  auditActionsOf,
} from "@/lib/domain/audit-event";
import { type AuditQuery, auditQueryString, isAuditFiltered, NOBODY } from "@/lib/domain/audit-query";
import { OUTCOME_LOOKS } from "./audit-text";

export function AuditFilters({ query, people }: { query: AuditQuery; people: readonly string[] }) {
  const { action, person, outcome } = query;
  return (
    <HistoryFilters
      path="/settings/audit"
      question={auditQueryString(query)}
      days={query}
      filtered={isAuditFiltered(query)}
    >
      <Labelled text="What happened" className="col-span-2 md:w-[220px]">
        <select name="action" defaultValue={action ?? ""} className="input">
          <option value="">Anything</option>
          {AUDIT_GROUP_NAMES.map((group) => (
            <optgroup key={group} label={AUDIT_GROUPS[group]}>
              <option value={group}>{`${AUDIT_GROUPS[group]}: all`}</option>
              {auditActionsOf(group).map((one) => (
                <option key={one} value={one}>
                  {AUDIT_ACTIONS[one]}
                </option>
              ))}
            </optgroup>
          ))}
        </select>
      </Labelled>
      <PersonField person={person} people={people} nobody={{ value: NOBODY, text: "Nobody signed in" }} />
      <Labelled text="Outcome" className="md:w-[110px]">
        <select name="outcome" defaultValue={outcome ?? ""} className="input">
          <option value="">Any</option>
          {AUDIT_OUTCOMES.map((one) => (
            <option key={one} value={one}>
              {OUTCOME_LOOKS[one].text}
            </option>
          ))}
        </select>
      </Labelled>
    </HistoryFilters>
  );
}
