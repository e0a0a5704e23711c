import "server-only";
import { findChannels } from "@/lib/db/notice-channels";
import type { ChannelKind, NoticeKind } from "@/lib/domain/notice";
import type { Settings } from "@/lib/env";
import { authorize, type ServiceContext } from "./context";

/** What a person may see of a channel: neither its address nor its secret. */
export interface ChannelView {
  id: string;
  kind: ChannelKind;
  name: string;
  targetHint: string;
  events: NoticeKind[];
  enabled: boolean;
}

export async function listChannels(ctx: ServiceContext): Promise<ChannelView[]> {
  authorize(ctx, "see_settings");
  const channels = await findChannels(ctx.db);
  return channels.map(({ id, kind, name, targetHint, events, enabled }) => ({
    id,
    kind,
    name,
    targetHint,
    events,
    enabled,
  }));
}

/** Mail needs a server and a sender. */
export function canSendMail({ smtpUrl, mailFrom }: Pick<Settings, "smtpUrl" | "mailFrom">): boolean {
  return smtpUrl !== null && mailFrom !== null;
}
