import Link from "next/link";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import type { DaySpan } from "@/lib/domain/query-text";
import { Labelled } from "./labelled";

/** A plain form for a list of what happened, whose answers stand in the URL. It ends with the period. */
export function HistoryFilters({
  path,
  question,
  days,
  filtered,
  children,
}: {
  path: "/activity" | "/settings/audit";
  /** The URL's query: when a link has changed the filters, the fields begin anew. */
  question: string;
  days: DaySpan;
  filtered: boolean;
  children: ReactNode;
}) {
  return (
    <search>
      <form
        key={question}
        action={path}
        className="mb-3 grid grid-cols-2 items-end gap-x-2.5 gap-y-2 md:flex md:flex-wrap"
      >
        {children}
        <Labelled text="From (UTC)" className="md:w-[138px]">
          <input type="date" name="from" defaultValue={days.from ?? ""} className="input" />
        </Labelled>
        <Labelled text="To (UTC)" className="md:w-[138px]">
          <input type="date" name="to" defaultValue={days.to ?? ""} className="input" />
        </Labelled>
        <div className="col-span-2 flex items-center gap-3.5 max-md:*:flex-1">
          <Button type="submit">Filter</Button>
          {filtered && (
            <Link href={path} prefetch={false} className="link py-1 font-medium max-md:py-3 max-md:text-center">
              Clear filters
            </Link>
          )}
        </div>
      </form>
    </search>
  );
}

/** Who did it. `nobody` stands for what no person did. */
export function PersonField({
  person,
  people,
  nobody,
}: {
  person: string;
  people: readonly string[];
  nobody: { value: string; text: string };
}) {
  const isKnown = person === "" || person === nobody.value || people.includes(person);
  return (
    <Labelled text="Who" className="md:w-[130px]">
      <select name="person" defaultValue={person} className="input">
        <option value="">Anybody</option>
        <option value={nobody.value}>{nobody.text}</option>
        {!isKnown && <option>{person}</option>}
        {people.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </select>
    </Labelled>
  );
}
