import { clsx } from "clsx";
import { ActionForm } from "@/components/ui/action-form";
import { ButtonLink } from "@/components/ui/button-link";
import { Icon } from "@/components/ui/icon";
import { SubmitButton } from "@/components/ui/submit-button";
import type { ServerAction } from "@/components/ui/use-server-action";
import { type ChannelKind, NOTICE_KINDS, type NoticeKind } from "@/lib/domain/notice";
import { CHANNEL_TEXT, NOTICE_TEXT } from "@/lib/domain/notice-text";
import { CHANNEL_LOOKS } from "./channel-looks";
import { DeleteChannel } from "./delete-channel";

interface Channel {
  id: string;
  kind: ChannelKind;
  name: string;
  targetHint: string;
  events: NoticeKind[];
  enabled: boolean;
}

export interface ChannelActions {
  test: ServerAction;
  toggle: ServerAction;
  remove: ServerAction;
}

/** `actions` is null for those who may look only. */
export function ChannelList({ channels, actions }: { channels: readonly Channel[]; actions: ChannelActions | null }) {
  return (
    <section aria-labelledby="channels" className="card px-[18px] pt-3.5 pb-1.5">
      <h2 id="channels" className="font-semibold">
        Channels
      </h2>
      <ul>
        {channels.map((channel) => (
          <li key={channel.id} className="border-b border-line py-3.5 last:border-0">
            <ChannelFacts channel={channel} />
            {actions !== null && <ChannelButtons channel={channel} actions={actions} />}
          </li>
        ))}
      </ul>
    </section>
  );
}

function ChannelFacts({ channel: { kind, name, targetHint, events, enabled } }: { channel: Channel }) {
  return (
    <div className="flex gap-3">
      <Icon name={CHANNEL_LOOKS[kind].icon} className="mt-0.5 text-accent" />
      <div className="min-w-0 flex-1 break-words">
        <h3 className="font-medium">
          <bdi>{name}</bdi>
        </h3>
        <p className="text-[13px] text-muted">
          {CHANNEL_TEXT[kind]} · <bdi>{targetHint}</bdi>
        </p>
        <p className="text-[13px] text-muted">{eventsText(events)}</p>
      </div>
      <span
        className={clsx(
          "flex h-fit items-center gap-1.5 text-[13px] font-medium whitespace-nowrap",
          enabled ? "text-ok" : "text-muted",
        )}
      >
        <Icon name={enabled ? "check" : "close"} className="size-3.5" />
        {enabled ? "On" : "Off"}
      </span>
    </div>
  );
}

/** "All events", "All but weekly digest", or the names. */
function eventsText(events: readonly NoticeKind[]): string {
  const names = (kinds: readonly NoticeKind[]): string =>
    kinds.map((kind) => NOTICE_TEXT[kind].name.toLowerCase()).join(", ");
  const missing = NOTICE_KINDS.filter((kind) => !events.includes(kind));
  if (missing.length === 0) return "All events";
  return missing.length <= 2 ? `All events but ${names(missing)}` : `Events: ${names(events)}`;
}

function ChannelButtons({
  channel: { id, name, enabled },
  actions: { test, toggle, remove },
}: {
  channel: Channel;
  actions: ChannelActions;
}) {
  // The forms' parts stand in one row; what a form answers goes below all of them.
  const inRow =
    "contents max-sm:[&>button]:flex-1 [&>[role=status]]:order-last [&>[role=status]]:basis-full [&>[role=status]:empty]:absolute";
  const of = <span className="sr-only"> {name}</span>;
  return (
    <div className="mt-2.5 flex flex-wrap items-start gap-2 sm:pl-7">
      <ActionForm action={test} className={inRow}>
        <input type="hidden" name="channelId" value={id} />
        <SubmitButton size="small">Test{of}</SubmitButton>
      </ActionForm>
      <ActionForm action={toggle} className={inRow}>
        <input type="hidden" name="channelId" value={id} />
        <input type="hidden" name="enabled" value={enabled ? "off" : "on"} />
        <SubmitButton size="small">
          {enabled ? "Switch off" : "Switch on"}
          {of}
        </SubmitButton>
      </ActionForm>
      <ButtonLink href={`/notices?edit=${encodeURIComponent(id)}`} prefetch={false} size="small">
        Edit{of}
      </ButtonLink>
      <DeleteChannel channelId={id} name={name} action={remove} />
    </div>
  );
}
