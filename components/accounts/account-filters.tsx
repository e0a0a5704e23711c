import { Icon } from "@/components/ui/icon";
import type { AccountQuery } from "@/lib/domain/account-query";
import { STATUS_TEXT, TOKEN_STATUSES } from "@/lib/domain/token-status";
import { FilterForm } from "./filter-form";

const SORT_TEXT: Record<string, string> = {
  "": "What breaks first",
  expiry: "By expiry",
  username: "By username",
  renewed: "By last renewal",
};

export function AccountFilters({ query, labels }: { query: AccountQuery; labels: readonly string[] }) {
  const values = {
    q: query.search,
    status: query.status ?? "",
    label: query.label ?? "",
    sort: query.sort === "urgency" ? "" : query.sort,
    dir: query.descending ? "desc" : "",
  };
  return (
    <FilterForm values={values}>
      <div className="relative min-w-[230px] flex-1 md:max-w-[280px]">
        <Icon name="search" className="pointer-events-none absolute top-1/2 left-2.5 -translate-y-1/2 text-muted" />
        <input
          type="search"
          name="q"
          aria-label="Search accounts or labels"
          placeholder="Search accounts or labels"
          defaultValue={values.q}
          maxLength={100}
          autoComplete="off"
          className="input pl-8"
        />
      </div>
      <Choice name="status" label="Status" value={values.status}>
        <option value="">Any status</option>
        <option value="attention">Needs attention</option>
        <option value="extendable">Extendable</option>
        <option value="failing">Renewal failing</option>
        <option value="breaking">Ends within 7 days, not renewed</option>
        {[...TOKEN_STATUSES].reverse().map((status) => (
          <option key={status} value={status}>
            {STATUS_TEXT[status]}
          </option>
        ))}
      </Choice>
      {(labels.length > 0 || query.label !== null) && (
        <Choice name="label" label="Label" value={values.label}>
          <option value="">Any label</option>
          {query.label !== null && !labels.includes(query.label) && <option>{query.label}</option>}
          {labels.map((label) => (
            <option key={label}>{label}</option>
          ))}
        </Choice>
      )}
      <Choice name="sort" label="Sort" value={values.sort}>
        {Object.entries(SORT_TEXT).map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </Choice>
      <input type="hidden" name="dir" defaultValue={values.dir} />
    </FilterForm>
  );
}

function Choice({
  name,
  label,
  value,
  children,
}: {
  name: string;
  label: string;
  value: string;
  children: React.ReactNode;
}) {
  return (
    <select
      name={name}
      aria-label={label}
      defaultValue={value}
      className="input w-auto max-w-[190px] max-md:flex-1 max-md:basis-[40%]"
    >
      {children}
    </select>
  );
}
