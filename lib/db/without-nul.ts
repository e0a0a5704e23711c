const REPLACEMENT = "\ufffd";

/**
 * A query's arguments with every NUL replaced: PostgreSQL's text has none, and would refuse the statement as a whole.
 * What is looked for so is not found, and what is stored so can be read. Looks into lists and plain objects only, and
 * copies nothing where there is nothing to replace.
 */
export function withoutNul(value: unknown): unknown {
  if (typeof value === "string") return value.includes("\0") ? value.replaceAll("\0", REPLACEMENT) : value;
  if (Array.isArray(value)) {
    const items = value.map(withoutNul);
    return items.some((item, index) => item !== value[index]) ? items : value;
  }
  if (typeof value !== "object" || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  const entries = Object.entries(value).map(([name, item]) => [name, item, withoutNul(item)] as const);
  if (entries.every(([, before, after]) => before === after)) return value;
  return Object.fromEntries(entries.map(([name, , after]) => [name, after]));
}
