import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { Icon } from "@/components/ui/icon";
import { ConnectButton } from "./connect-button";

/** The first thing a new owner sees, and the way on. */
export function NoAccounts({ configured, mayChange }: { configured: boolean; mayChange: boolean }) {
  if (!mayChange) {
    return (
      <div className="card">
        <EmptyState
          icon="account"
          title="No account is connected yet"
          text="Managers and owners connect them. Your role lets you look."
        />
      </div>
    );
  }
  return (
    <div className="card">
      <EmptyState
        icon="account"
        title="No account is connected yet"
        text={
          configured
            ? "Connect an Instagram professional account: its owner clicks Allow once on Instagram, and its token appears here with the day it ends."
            : "This server does not know your Meta app yet. Settings shows each step and the redirect URI to register; after that, Connect works."
        }
      >
        <ConnectButton configured={configured} />
        <ButtonLink href="/accounts/import" prefetch={false}>
          <Icon name="import" />
          Import tokens
        </ButtonLink>
      </EmptyState>
    </div>
  );
}

export function NothingFound() {
  return (
    <div className="card">
      <EmptyState icon="search" title="No account matches" text="Try another word, or take a filter away.">
        <ButtonLink href="/accounts">Show all accounts</ButtonLink>
      </EmptyState>
    </div>
  );
}
