import { clsx } from "clsx";
import { Progress } from "radix-ui";
import { batchSentence } from "./batch-sentence";
import type { BatchSnapshot } from "./batch-snapshot";

/** The bar and the four counts. */
export function BatchNumbers({ batch, noun }: { batch: BatchSnapshot; noun: string }) {
  const { total, done, failed, skipped, remaining } = batch;
  const share = (count: number) => `${total === 0 ? 0 : (count / total) * 100}%`;
  const parts = [
    { colour: "fill-ok", from: 0, count: done },
    { colour: "fill-bad", from: done, count: failed },
    { colour: "fill-soon", from: done + failed, count: skipped },
  ];
  const counts = [
    { text: "Done", count: done, dot: "bg-ok" },
    { text: "Failed", count: failed, dot: "bg-bad" },
    { text: "Skipped", count: skipped, dot: "bg-soon" },
    { text: "Remaining", count: remaining, dot: "bg-line-strong" },
  ];
  return (
    <>
      <Progress.Root
        aria-label="Progress"
        max={Math.max(total, 1)}
        value={total - remaining}
        getValueLabel={() => batchSentence(batch, noun)}
        className="h-2.5 overflow-hidden rounded-full bg-line"
      >
        <svg className="block size-full" aria-hidden="true">
          {parts.map(({ colour, from, count }) => (
            <rect
              key={colour}
              className={clsx("transition-[x,width] duration-150", colour)}
              x={share(from)}
              width={share(count)}
              height="100%"
            />
          ))}
        </svg>
      </Progress.Root>
      <dl className="mt-4 grid grid-cols-2 gap-x-4 gap-y-3 sm:grid-cols-4">
        {counts.map(({ text, count, dot }) => (
          <div key={text} className="flex flex-col-reverse">
            <dt className="flex items-center gap-1.5 text-[13px] text-muted">
              <span className={clsx("size-2 rounded-full", dot)} aria-hidden="true" />
              {text}
            </dt>
            <dd className="text-2xl leading-[30px] font-semibold tracking-tight tabular-nums">
              {count.toLocaleString("en-US")}
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}
