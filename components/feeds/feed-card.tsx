import type { ReactNode } from "react";
import { Card } from "@/components/ui/card";
import { Timestamp } from "@/components/ui/timestamp";
import type { ServerAction } from "@/components/ui/use-server-action";
import type { FeedLinkView } from "@/lib/domain/feed-link";
import { FeedLinkForms } from "./feed-link-forms";

interface FeedCardProps {
  link: FeedLinkView | null;
  now: Date;
  /** Null for those who may look only. */
  actions: { create: ServerAction; revoke: ServerAction } | null;
}

/** Expiries and what needs a person, in everybody's own calendar. */
export function CalendarCard(props: FeedCardProps) {
  return (
    <FeedCard {...props} title="Calendar" kind="calendar">
      Subscribe to it in Google Calendar, Outlook or Apple Calendar: it shows when each token ends, and which accounts
      need you because renewal is off or failing.
    </FeedCard>
  );
}

/** The days that are left, as a picture for a README or a status page. */
export function BadgeCard({ accountId, ...props }: FeedCardProps & { accountId: string }) {
  return (
    <FeedCard {...props} title="Badge" kind="badge" accountId={accountId}>
      A small picture with the days that are left, for a README or a status page. It does not name the account.
    </FeedCard>
  );
}

function FeedCard({
  title,
  kind,
  accountId,
  link,
  now,
  actions,
  children,
}: FeedCardProps & { title: string; kind: "calendar" | "badge"; accountId?: string; children: ReactNode }) {
  return (
    <Card title={title} id={kind} className="scroll-mt-4">
      <p className="mb-2.5 text-muted">{children}</p>
      <p className="mb-3 text-muted">
        {link === null ? (
          "There is no address yet. Whoever gets it can look without signing in, until you revoke it."
        ) : (
          <>
            The address was made <Timestamp at={link.createdAt} now={now} show="relative" /> by{" "}
            <bdi>{link.createdBy}</bdi>. Whoever has it can look without signing in. If it is lost, replace it: the old
            one then stops working.
          </>
        )}
      </p>
      {actions !== null && (
        <FeedLinkForms
          kind={kind}
          exists={link !== null}
          accountId={accountId}
          create={actions.create}
          revoke={actions.revoke}
        />
      )}
    </Card>
  );
}
