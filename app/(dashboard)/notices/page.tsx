import type { Metadata } from "next";
import { ChannelForm } from "@/components/notices/channel-form";
import { addChannelForm, editChannelForm } from "@/components/notices/channel-form-props";
import { ChannelList } from "@/components/notices/channel-list";
import { DeliveryLog } from "@/components/notices/delivery-log";
import { KindChooser } from "@/components/notices/kind-chooser";
import { NoChannels } from "@/components/notices/no-channels";
import { Alert } from "@/components/ui/alert";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { Icon } from "@/components/ui/icon";
import { PageHeader } from "@/components/ui/page-header";
import { parseNoticeQuery } from "@/lib/domain/notice-query";
import { CHANNEL_TEXT } from "@/lib/domain/notice-text";
import { mayDo } from "@/lib/domain/role";
import { canSendMail, listChannels } from "@/lib/services/list-channels";
import { listDeliveries } from "@/lib/services/list-deliveries";
import { pageContext } from "@/lib/web/page";
import { addChannel, editChannel, removeChannel, resend, sendTest, toggleChannel } from "./actions";

export const metadata: Metadata = { title: "Notices" };

const DONE = {
  added: "The channel is added. Press Test to try it.",
  changed: "The channel is changed.",
  deleted: "The channel is deleted.",
};

export default async function NoticesPage({ searchParams }: PageProps<"/notices">) {
  const ctx = await pageContext();
  const { add, edit, done, page } = parseNoticeQuery(await searchParams);
  const [channels, log] = await Promise.all([listChannels(ctx), listDeliveries(ctx, { page })]);
  const mayChange = mayDo(ctx.actor.role, "change_notices");
  const mail = canSendMail(ctx.settings);
  const edited = mayChange ? channels.find(({ id }) => id === edit) : undefined;
  const kind = add === "choose" || (add === "email" && !mail) ? null : add;
  return (
    <>
      <PageHeader title="Notices" sub="Who is told, and where, when an account needs a person">
        {mayChange && add === null && (channels.length > 0 || log.total > 0) && (
          <ButtonLink href="/notices?add=" prefetch={false} tone="primary">
            <Icon name="plus" />
            Add channel
          </ButtonLink>
        )}
      </PageHeader>
      {done !== null && (
        <Alert tone="good" className="mb-4" live>
          {DONE[done]}
        </Alert>
      )}
      {mayChange && add !== null && kind === null && <KindChooser canSendMail={mail} />}
      {mayChange && kind !== null && (
        <Card title={`New channel: ${CHANNEL_TEXT[kind]}`} className="mb-4">
          <ChannelForm key={kind} action={addChannel} {...addChannelForm(kind, ctx.settings.allowPrivateWebhooks)} />
        </Card>
      )}
      {edited !== undefined && (
        <Card title={`Edit ${edited.name}`} className="mb-4">
          <ChannelForm key={edited.id} action={editChannel} {...editChannelForm(edited)} />
        </Card>
      )}
      {channels.length > 0 && (
        <ChannelList
          channels={channels}
          actions={mayChange ? { test: sendTest, toggle: toggleChannel, remove: removeChannel } : null}
        />
      )}
      {channels.length === 0 && add === null && <NoChannels mayChange={mayChange} />}
      {channels.length > 0 && <DeliveryLog log={log} now={ctx.now} resend={mayChange ? resend : null} />}
    </>
  );
}
