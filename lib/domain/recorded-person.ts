/** Somebody in a history, perhaps without access by now, with the name that stands there last. */
export interface RecordedPerson {
  id: string;
  name: string;
}

/** Everybody of that name; names are not unique. */
export function idsNamed(people: readonly RecordedPerson[], name: string): string[] {
  return people.filter((person) => person.name.toLowerCase() === name.toLowerCase()).map(({ id }) => id);
}

/** Each name once, in order. */
export function namesOf(people: readonly RecordedPerson[]): string[] {
  return [...new Set(people.map(({ name }) => name))].filter((name) => name !== "").sort();
}
