import { clsx } from "clsx";
import Link from "next/link";
import { ActionForm } from "@/components/ui/action-form";
import { Icon } from "@/components/ui/icon";
import type { IconName } from "@/components/ui/icon-name";
import { SubmitButton } from "@/components/ui/submit-button";
import { Timestamp } from "@/components/ui/timestamp";
import type { ServerAction } from "@/components/ui/use-server-action";
import { counted } from "@/lib/domain/date-text";
import type { ChannelKind, DeliveryState } from "@/lib/domain/notice";
import { CHANNEL_TEXT } from "@/lib/domain/notice-text";

interface Delivery {
  id: string;
  title: string;
  channelName: string;
  channelKind: ChannelKind;
  state: DeliveryState;
  createdAt: Date;
  attempts: number;
  nextAttemptAt: Date | null;
  lastError: string | null;
}

const STATE_LOOKS: Record<DeliveryState, { text: string; icon: IconName; colour: string }> = {
  sent: { text: "Sent", icon: "check", colour: "text-ok" },
  pending: { text: "Waiting", icon: "clock", colour: "text-soon" },
  dead: { text: "Not sent", icon: "alert", colour: "text-bad" },
};

/** What was sent where, newest first. `resend` is null for those who may look only. */
export function DeliveryLog({
  log: { rows, total, page, pages },
  now,
  resend,
}: {
  log: { rows: readonly Delivery[]; total: number; page: number; pages: number };
  now: Date;
  resend: ServerAction | null;
}) {
  return (
    <section id="log" aria-labelledby="log-title" className="card mt-4 scroll-mt-4 px-[18px] pt-3.5 pb-1.5">
      <h2 id="log-title" className="font-semibold">
        Delivery log
      </h2>
      {total === 0 ? (
        <p className="py-3 text-muted">Nothing has been sent yet. Press Test at a channel to try it.</p>
      ) : (
        <ol>
          {rows.map((row) => (
            <Line key={row.id} delivery={row} now={now} resend={resend} />
          ))}
        </ol>
      )}
      {pages > 1 && (
        <nav aria-label="Log pages" className="flex items-center justify-between gap-2 border-t border-line py-2.5">
          {page > 1 ? <PageLink page={page - 1}>Newer</PageLink> : <span />}
          <span className="text-[13px] text-muted tabular-nums">
            Page {page.toLocaleString("en-US")} of {pages.toLocaleString("en-US")}
          </span>
          {page < pages ? <PageLink page={page + 1}>Older</PageLink> : <span />}
        </nav>
      )}
    </section>
  );
}

function PageLink({ page, children }: { page: number; children: string }) {
  return (
    <Link
      href={`/notices${page > 1 ? `?page=${page}` : ""}#log`}
      prefetch={false}
      className="link py-1 font-medium max-md:py-3"
    >
      {children}
    </Link>
  );
}

function Line({ delivery, now, resend }: { delivery: Delivery; now: Date; resend: ServerAction | null }) {
  const { id, title, channelName, channelKind, state, createdAt, attempts, nextAttemptAt, lastError } = delivery;
  const { text, icon, colour } = STATE_LOOKS[state];
  return (
    <li className="grid gap-x-4 gap-y-1 border-b border-line py-2.5 last:border-0 sm:grid-cols-[84px_minmax(0,1fr)_auto]">
      <span className={clsx("flex h-fit items-center gap-1.5 text-[13px] leading-5 font-medium", colour)}>
        <Icon name={icon} className="size-3.5" />
        {text}
      </span>
      <div className="min-w-0 break-words">
        <span className="font-medium" dir="auto">
          {title}
        </span>{" "}
        <span className="text-muted">
          to <bdi>{channelName}</bdi> ({CHANNEL_TEXT[channelKind]})
        </span>
        <p className="text-[13px] text-muted">
          {attempts === 0 ? "Not tried yet" : counted(attempts, "attempt")}
          {state === "pending" && nextAttemptAt !== null && (
            <>
              , next <Timestamp at={nextAttemptAt} now={now} show="relative" />
            </>
          )}
        </p>
        {lastError !== null && <p className="text-[13px] text-ink">{lastError}</p>}
        {resend !== null && (
          <ActionForm action={resend} className={state === "dead" ? "mt-1.5" : ""}>
            <input type="hidden" name="deliveryId" value={id} />
            {state === "dead" && (
              <SubmitButton size="small">
                Resend<span className="sr-only"> {title}</span>
              </SubmitButton>
            )}
          </ActionForm>
        )}
      </div>
      <span className="text-small text-muted">
        <Timestamp at={createdAt} now={now} show="relative" />
      </span>
    </li>
  );
}
