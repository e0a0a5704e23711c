/** How much of a token's sixty days is left. Decoration: the words beside it say the same. */
export function LifeBar({ days }: { days: number }) {
  return <progress className="life" aria-hidden="true" value={days} max={60} />;
}
