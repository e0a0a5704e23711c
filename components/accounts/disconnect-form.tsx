import { TypedConfirmation } from "@/components/ui/typed-confirmation";
import type { ServerAction } from "@/components/ui/use-server-action";

/** Deletes the token after the username was typed. */
export function DisconnectForm({
  accountId,
  username,
  action,
}: {
  accountId: string;
  username: string;
  action: ServerAction;
}) {
  return (
    <section aria-labelledby="disconnect" className="card px-[18px] py-4">
      <h2 id="disconnect" className="font-semibold">
        Disconnect
      </h2>
      <p className="mt-0.5 mb-3 text-small text-muted">
        Destroys the token here; it cannot be brought back. The history stays, and the account can be connected again.
      </p>
      <TypedConfirmation name="username" words={username} button="Disconnect" action={action} hidden={{ accountId }} />
    </section>
  );
}
