import { clsx } from "clsx";
import { Icon } from "@/components/ui/icon";
import type { IconName } from "@/components/ui/icon-name";
import type { BatchLine } from "@/lib/domain/account-view";
import type { BatchSnapshot } from "./batch-snapshot";

const STATES: Record<BatchLine["state"], { text: string; icon: IconName; colour: string }> = {
  done: { text: "Done", icon: "check", colour: "text-ok" },
  failed: { text: "Failed", icon: "alert", colour: "text-bad" },
  skipped: { text: "Skipped", icon: "clock", colour: "text-soon" },
  pending: { text: "Waiting", icon: "clock", colour: "text-muted" },
};

/** An import shows every line; an extend shows what did not work and why. */
export function BatchLines({ batch }: { batch: BatchSnapshot }) {
  const everyLine = batch.kind === "import";
  const lines = everyLine ? batch.lines : batch.problems;
  const hidden = (everyLine ? batch.total - batch.remaining : batch.failed + batch.skipped) - lines.length;
  if (lines.length === 0) {
    return batch.finished && !everyLine ? (
      <p className="text-muted">Every account was extended. Nothing needs your attention.</p>
    ) : null;
  }
  return (
    <section aria-labelledby="lines" className="card px-[18px] pt-3.5 pb-1.5">
      <h2 id="lines" className="font-semibold">
        {everyLine ? "Line by line" : "Not extended"}
      </h2>
      <ul>
        {lines.map((line) => (
          <Line key={line.position} line={line} />
        ))}
      </ul>
      {hidden > 0 && (
        <p className="border-t border-line py-2.5 text-muted">and {hidden.toLocaleString("en-US")} more</p>
      )}
    </section>
  );
}

function Line({ line }: { line: BatchLine }) {
  const { text, icon, colour } = STATES[line.state];
  return (
    <li className="grid gap-x-4 gap-y-0.5 border-b border-line py-2.5 last:border-0 sm:grid-cols-[96px_minmax(120px,200px)_minmax(0,1fr)]">
      <span className={clsx("flex items-center gap-1.5 self-start text-[13px] font-medium", colour)}>
        <Icon name={icon} className="size-3.5" />
        {text}
      </span>
      <span className="truncate font-medium" dir="auto">
        {line.accountId === null ? (
          line.subject
        ) : (
          <a href={`/accounts/${line.accountId}`} className="link">
            {line.subject}
          </a>
        )}
      </span>
      {line.message !== null && <span className="min-w-0 break-words text-muted">{line.message}</span>}
    </li>
  );
}
