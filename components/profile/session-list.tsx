import { ActionForm } from "@/components/ui/action-form";
import { ChoiceForm } from "@/components/ui/choice-form";
import { Icon } from "@/components/ui/icon";
import { SubmitButton } from "@/components/ui/submit-button";
import { Timestamp } from "@/components/ui/timestamp";
import type { ServerAction } from "@/components/ui/use-server-action";
import type { SessionView } from "@/lib/domain/session-view";

interface SessionActions {
  end: ServerAction;
  endOthers: ServerAction;
}

/** Where the person is signed in, and the ways to end that. */
export function SessionList({
  sessions,
  now,
  actions,
}: {
  sessions: readonly SessionView[];
  now: Date;
  actions: SessionActions;
}) {
  const others = sessions.some(({ current }) => !current);
  return (
    <section aria-labelledby="sessions" className="card px-[18px] py-4">
      <h2 id="sessions" className="font-semibold">
        Where you are signed in
      </h2>
      <p className="mt-1 text-muted">
        A browser stays signed in for 30 days at most, and for 7 when nobody uses it. If you do not know one, sign it
        out and change your password.
      </p>
      <ChoiceForm action={actions.end}>
        <ul>
          {sessions.map((session) => (
            <SessionRow key={session.handle} session={session} now={now} />
          ))}
        </ul>
      </ChoiceForm>
      <ActionForm action={actions.endOthers}>
        {others && (
          <SubmitButton tone="danger" className="mt-2">
            Sign out all other browsers
          </SubmitButton>
        )}
      </ActionForm>
    </section>
  );
}

function SessionRow({ session, now }: { session: SessionView; now: Date }) {
  const { handle, browser, address, createdAt, lastSeenAt, current } = session;
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 border-b border-line py-3 last:border-0">
      <div className="min-w-0 flex-1 basis-52 break-words">
        <h3 className="font-medium">
          <bdi>{browser}</bdi>
        </h3>
        <p className="text-[13px] text-muted">
          Signed in <Timestamp at={createdAt} now={now} show="relative" /> from <bdi>{address}</bdi>
        </p>
        {!current && (
          <p className="text-[13px] text-muted">
            Last seen <Timestamp at={lastSeenAt} now={now} show="relative" />
          </p>
        )}
      </div>
      {current ? (
        <span className="flex items-center gap-1.5 text-[13px] font-medium text-ok">
          <Icon name="check" className="size-3.5" />
          This browser
        </span>
      ) : (
        <SubmitButton size="small" name="session" value={handle} aria-label={`Sign out ${browser}`}>
          Sign out
        </SubmitButton>
      )}
    </li>
  );
}
