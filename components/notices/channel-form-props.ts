import { type ChannelKind, DEFAULT_EVENTS, NOTICE_KINDS, type NoticeKind } from "@/lib/domain/notice";
import { CHANNEL_TEXT, NOTICE_TEXT } from "@/lib/domain/notice-text";
import type { ChannelFormProps } from "./channel-form";
import { CHANNEL_LOOKS } from "./channel-looks";
import type { EventChoice } from "./event-choices";

type Props = Omit<ChannelFormProps, "action">;

const PUBLIC_ONLY = " Addresses in private networks are refused; ALLOW_PRIVATE_WEBHOOKS=true allows them.";

export function addChannelForm(kind: ChannelKind, allowPrivateAddresses: boolean): Props {
  const { targetLabel, targetHint } = CHANNEL_LOOKS[kind];
  const hint = kind === "webhook" && !allowPrivateAddresses ? `${targetHint}${PUBLIC_ONLY}` : targetHint;
  return {
    hidden: { name: "kind", value: kind },
    name: "",
    nameHint: `What you call it here. Blank: ${CHANNEL_TEXT[kind]}.`,
    target: { label: targetLabel, hint, type: fieldType(kind), required: true },
    events: eventChoices(DEFAULT_EVENTS),
    submit: "Add channel",
  };
}

export function editChannelForm(channel: {
  id: string;
  kind: ChannelKind;
  name: string;
  targetHint: string;
  events: readonly NoticeKind[];
}): Props {
  const { targetLabel } = CHANNEL_LOOKS[channel.kind];
  const hint = `Now: ${channel.targetHint}. Leave blank to keep it; it is sealed and not shown.`;
  return {
    hidden: { name: "channelId", value: channel.id },
    name: channel.name,
    nameHint: "What you call it here.",
    target: { label: `New ${lowerFirst(targetLabel)}`, hint, type: fieldType(channel.kind), required: false },
    events: eventChoices(channel.events),
    submit: "Save changes",
  };
}

function lowerFirst(label: string): string {
  return label === "URL" ? label : label.charAt(0).toLowerCase() + label.slice(1);
}

function fieldType(kind: ChannelKind): "url" | "text" {
  return kind === "email" ? "text" : "url";
}

function eventChoices(chosen: readonly NoticeKind[]): EventChoice[] {
  return NOTICE_KINDS.map((kind) => ({ kind, ...NOTICE_TEXT[kind], chosen: chosen.includes(kind) }));
}
