type Row = Readonly<Record<string, unknown>>;

/**
 * What a database finds for the conditions that the domain writes. NULL is unlike everything: `{ not: "dead" }` does not
 * find it, as in SQL and in Prisma.
 */
export function matches(predicate: Row, row: Row): boolean {
  return Object.entries(predicate).every(([key, condition]) => {
    if (key === "AND") return (condition as Row[]).every((part) => matches(part, row));
    if (key === "OR") return (condition as Row[]).some((alternative) => matches(alternative, row));
    return holds(condition, row[key]);
  });
}

function holds(condition: unknown, value: unknown): boolean {
  if (condition === null || typeof condition !== "object") return value === condition;
  return Object.entries(condition).every(([operator, operand]) => {
    if (operator === "not") return operand === null ? value !== null : value !== null && value !== operand;
    if (value === null || value === undefined) return false;
    if (operator === "gt") return Number(value) > Number(operand);
    if (operator === "lte") return Number(value) <= Number(operand);
    throw new Error(`No database knows "${operator}".`);
  });
}
