import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { Icon } from "@/components/ui/icon";

/** Nobody is told of anything yet. */
export function NoChannels({ mayChange }: { mayChange: boolean }) {
  return (
    <div className="card">
      <EmptyState
        icon="bell"
        title="Nobody is told yet"
        text="Add a channel, and Perennial writes there when an account needs a person, early enough to act: by e-mail, to Slack, Discord or Teams, or to a program of yours."
      >
        {mayChange && (
          <ButtonLink href="/notices?add=" prefetch={false} tone="primary">
            <Icon name="plus" />
            Add the first channel
          </ButtonLink>
        )}
      </EmptyState>
    </div>
  );
}
