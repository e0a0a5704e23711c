/** Says on every page that nothing here is real. */
export function SimulatorBanner() {
  return (
    <aside
      aria-label="Simulator"
      className="border-b border-line bg-act-soft px-4 py-1.5 text-[13px] font-medium text-act lg:px-9"
    >
      Connected to the Instagram simulator. Nothing here touches real accounts.
    </aside>
  );
}
