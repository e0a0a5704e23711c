import type { RecordedPerson } from "@/lib/domain/recorded-person";

const MOST_PEOPLE = 50;

/** The next row's person for a condition on `actorId`, in descending order of it. */
type FindPerson = (
  actorId: { not: null } | { lt: string },
) => Promise<{ actorId: string | null; actorName: string | null } | null>;

/** Walks from one person to the next through the index, instead of over everything that each of them did. */
export async function collectPeople(find: FindPerson): Promise<RecordedPerson[]> {
  const people: RecordedPerson[] = [];
  while (people.length < MOST_PEOPLE) {
    const last = people.at(-1);
    const found = await find(last === undefined ? { not: null } : { lt: last.id });
    if (found === null || found.actorId === null) break;
    people.push({ id: found.actorId, name: found.actorName ?? "" });
  }
  return people;
}
