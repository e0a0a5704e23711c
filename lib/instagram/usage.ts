import "server-only";
import { z } from "zod";
import { MINUTE } from "@/lib/domain/durations";

/** The headers of an answer, asked for by name in lower case. */
export type AnswerHeaders = Pick<Headers, "get">;

const percentages = z.object({
  call_count: z.number().catch(0),
  total_time: z.number().catch(0),
  total_cputime: z.number().catch(0),
});
const businessUsage = z.record(
  z.string(),
  z.array(percentages.extend({ type: z.string(), estimated_time_to_regain_access: z.number().catch(0) })),
);

function readHeader<Value>(headers: AnswerHeaders, name: string, schema: z.ZodType<Value>): Value | null {
  const text = headers.get(name);
  if (text === null) return null;
  try {
    return schema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

/** The entries about Instagram; others of the header are about other products (instagram-platform §6.4). */
function instagramEntries(headers: AnswerHeaders) {
  const entries = readHeader(headers, "x-business-use-case-usage", businessUsage);
  return Object.values(entries ?? {})
    .flat()
    .filter(({ type }) => type === "instagram");
}

/** Milliseconds to wait by `X-Business-Use-Case-Usage`, whose number is in minutes; null when it tells none. */
export function readRetryAfter(headers: AnswerHeaders): number | null {
  const waits = instagramEntries(headers).map((entry) => entry.estimated_time_to_regain_access * MINUTE);
  const longest = Math.max(0, ...waits);
  return longest === 0 ? null : longest;
}

/** Percent of the allowance that is used up, the highest of all figures; null when the answer tells none. */
export function readUsage(headers: AnswerHeaders): number | null {
  const app = readHeader(headers, "x-app-usage", percentages);
  const all = [...(app === null ? [] : [app]), ...instagramEntries(headers)];
  if (all.length === 0) return null;
  return Math.max(...all.flatMap((figures) => [figures.call_count, figures.total_time, figures.total_cputime]));
}
