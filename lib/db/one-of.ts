/** A condition. A list of one is an equality, which every planner takes an index in order for. */
export function oneOf(values: readonly string[]) {
  const [only] = values;
  return values.length === 1 && only !== undefined ? only : { in: [...values] };
}
